"""The rules on figures, and what they find in a site. Pure."""

from __future__ import annotations

from live_diagrams.checks import Check, Diagnostic, Site

from ..manifests.collection import Manifests
from ..manifests.options import OptionError, Options
from .edges import check_edges
from .entities import EntityIndex
from .figures import FigureView, list_figures
from .nodes import check_nodes
from .texts import check_values
from .walkthrough import check_walkthrough

_KUBERNETES = "https://kubernetes.io/docs"

CHECKS: tuple[Check[FigureView], ...] = (
    Check(
        "figure-object",
        "Every node is an object of the manifests or declared, carries its name, and is where it runs.",
        "A node without an object is an invention, or what is left of a renamed object.",
        check_nodes,
        f"{_KUBERNETES}/concepts/overview/working-with-objects/names/",
        "figure-checks/#figure-object",
    ),
    Check(
        "figure-edge",
        "Every solid edge is a way that packets take, and every edge between objects is a field of one.",
        "Packets pass no records, and reach ready Pods only; readers look for them where they are drawn.",
        check_edges,
        f"{_KUBERNETES}/concepts/services-networking/service/",
        "figure-checks/#figure-edge",
    ),
    Check(
        "figure-value",
        "Every address, port, host, path and weight is a value of the objects that it is written at.",
        "A number in a figure is believed, and typed into a terminal, before the text is read.",
        check_values,
        f"{_KUBERNETES}/concepts/cluster-administration/networking/",
        "figure-checks/#figure-value",
    ),
    Check(
        "figure-walkthrough",
        "Each step of a walkthrough has a node in common with the one before.",
        "Packets do not jump from one place to another.",
        check_walkthrough,
        f"{_KUBERNETES}/tutorials/services/source-ip/",
        "figure-checks/#figure-walkthrough",
    ),
)


def find_diagnostics(site: Site, manifests: Manifests, options: Options) -> list[Diagnostic]:
    """Return what every rule finds in the figures of a site.

    Raises:
        OptionError: A declaration of the option `outside` names an object that does not exist.
    """
    index = EntityIndex(manifests, options)
    for declared, id_ in index.find_missing():
        message = f"`outside` says of `{declared}` that it has to do with {id_}; {index.suggest(id_)}"
        raise OptionError("outside", message)
    figures = list_figures(site, index)
    return [diagnostic for figure in figures for check in CHECKS for diagnostic in check.find(figure)]
