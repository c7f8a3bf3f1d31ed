"""The benchmark: how long a site with figures takes to build, here and with other plugins.

Run it with ``python -m tests.bench``. Its modules, in the order of their use:

- ``sample_graphs`` creates graphs, and writes each as a script, as DOT and as D2;
- ``contestants`` defines how each plugin embeds a figure and configures its site;
- ``venvs`` creates a virtual environment for every other plugin;
- ``sites`` writes a contestant's site and times its build;
- ``verify`` checks that the built pages show their figures;
- ``floor`` measures the least time in which the figures can be rendered, without a site;
- ``race`` runs all of them in turn, and ``report`` formats the results.

``python -m tests.bench.layout`` measures the quality and the cost of layouts instead; ``layout_graphs``
collects its graphs. ``python -m tests.bench.stages`` prints where the processor time of a figure goes.
"""
