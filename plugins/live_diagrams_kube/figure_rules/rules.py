"""All rules that hold figures against manifests, and what they find in a site. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from live_diagrams.checks import Diagnostic, Site

from ..manifests.collection import Manifests
from ..manifests.options import OptionError, Options
from . import edges, gaps, labels, walks
from .figures import Rule, drawn
from .things import Known

RULES: Mapping[str, Rule] = {
    "figure-object": labels.objects,
    "figure-name": labels.names,
    "figure-place": labels.places,
    "figure-address": labels.addresses,
    "figure-port": labels.ports,
    "figure-host": labels.hosts,
    "figure-weight": labels.weights,
    "figure-type": labels.types,
    "figure-data": edges.data,
    "figure-endpoint": edges.endpoints,
    "figure-reference": edges.references,
    "figure-edge": gaps.gaps,
    "figure-walkthrough": walks.walkthrough,
}


def found(site: Site, manifests: Manifests, options: Options) -> list[Diagnostic]:
    """What every rule finds in the figures of a site.

    Raises:
        OptionError: What the option `outside` says of a thing names an object that is nowhere.
    """
    known = Known(manifests, options)
    for declared, name in known.missing():
        hint = known.hint(name)
        raise OptionError("outside", f"`outside` says of `{declared}` that it has to do with {name}; {hint}")
    return [problem for figure in drawn(site, known) for rule in RULES.values() for problem in rule(figure)]
