"""The benchmark: how long a site with figures takes to build, here and with other plugins.

Run it with ``python -m tests.bench``. The way through it:

- ``figures`` draws up the pictures, and writes each as a script, as DOT and as D2;
- ``contestants`` says how each plugin wants a picture written and the site configured;
- ``venvs`` gives every other plugin a virtual environment of its own;
- ``sites`` writes a contestant's site and builds it against the clock;
- ``verify`` looks whether the built pages really show their figures;
- ``floor`` is the least that making the figures can cost, without any site around them;
- ``race`` lets all of them run in turn, and ``report`` prints what came out.
"""
