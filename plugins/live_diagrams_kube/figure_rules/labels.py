"""Rules on what figures say in words and numbers: it has to be what the manifests say. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator

from live_diagrams.checks import Diagnostic

from . import facts
from .facts import Facts
from .figures import Drawn, Label
from .things import KINDS, REFERENCE, Thing

_OWN_HOSTS = ("Ingress", "Route", "HTTPRoute", "Gateway")
_TERMINATIONS = ("edge", "passthrough", "reencrypt")


def objects(figure: Drawn) -> Iterator[Diagnostic]:
    """`figure-object`: a node that stands for nothing is an invention, or what is left of a renamed object.

    Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
    """
    for node in figure.graph.nodes:
        if figure.thing(node.id) is not None:
            continue
        match = REFERENCE.fullmatch(node.id)
        hint = figure.known.hint(node.id)
        if match and match["part"] and figure.thing(f"{match['kind']}/{match['name']}"):
            pod = f"{match['kind']}/{match['name']}"
            message = f"{pod} has no container `{match['part']}`, which a node shows; {hint}"
        elif match:
            message = f"the node `{node.id}` stands for no object of the manifests; {hint}"
        else:
            message = f"the node `{node.id}` is no object (`Kind/name`) and is not declared; {hint}"
        yield figure.problem(node.line, "figure-object", message)


def names(figure: Drawn) -> Iterator[Diagnostic]:
    """`figure-name`: readers look for an object by the name that they read; it has to be the right one.

    Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
    """
    known = figure.known
    for label in figure.labels:
        text = facts.plain(label.text)
        thing = label.of[0] if label.node else None
        if thing and thing.kind and label.node and label.text is label.node.label and text != thing.kind:
            name = thing.id.rpartition("/")[2]
            if not re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)", text):
                message = f"{label.shown} reads “{text}”, which does not name `{name}`"
                yield figure.problem(label.line, "figure-name", message)
                continue
        for kind, name in facts.refs(text, KINDS):
            if known.thing(f"{kind}/{name}") is None and (why := _misnamed(figure, kind, name, text)):
                yield figure.problem(label.line, "figure-name", f"{label.shown} names {kind} `{name}`; {why}")
        for word in re.findall(r"(?<![\w./:-])[a-z]+(?:-[a-z0-9]+)*-\d+(?![\w-]|\.\d)", text):
            stem = re.sub(r"\d+", "0", word)
            near = [name for name in known.names if re.sub(r"\d+", "0", name) == stem]
            if near and word not in known.names and not re.search(rf"\b({'|'.join(KINDS)}) `?{word}", text):
                message = f"{label.shown} names `{word}`, and there is none; there are {_listed(near)}"
                yield figure.problem(label.line, "figure-name", message)


def _misnamed(figure: Drawn, kind: str, name: str, text: str) -> str:
    """Why a word after a kind is a name, and a wrong one; empty where it is an ordinary word."""
    names = figure.known.of_kind(kind)
    near = difflib.get_close_matches(name, names, 1, 0.7)
    if near:
        return f"did you mean `{near[0]}`?"
    if f"{kind}/{name}" in text or f"`{name}`" in text or re.search(r"[-\d]", name):
        return f"there are {_listed(names)}" if names else f"there is no {kind}; declare it under `outside`"
    return ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(set(names))) or "none"


def places(figure: Drawn) -> Iterator[Diagnostic]:
    """`figure-place`: a Pod stands in the box of its Node, a container in that of its Pod.

    Source: https://kubernetes.io/docs/concepts/architecture/nodes/
    """
    for node in figure.graph.nodes:
        thing = figure.thing(node.id)
        for box in figure.around(node) if thing else ():
            for kind, name in facts.refs(box.label, ("Node", "Pod", "Namespace")):
                wrong = thing and _elsewhere(thing, kind, name)
                if wrong:
                    message = f"`{node.id}` stands in the box of {kind} `{name}`, and {wrong}"
                    yield figure.problem(node.line, "figure-place", message)


def _elsewhere(thing: Thing, kind: str, name: str) -> str:
    """Where a thing is, if it is not in the box of that Node, Pod or Namespace."""
    if kind == "Node" and thing.node and thing.node != name:
        return f"runs on `{thing.node}` ({thing.source})"
    if kind == "Pod" and thing.kind == "Pod" and thing.name != name:
        return f"is another Pod, `{thing.name}`"
    spaces = {one.namespace for one in thing.objects if one.namespace}
    if kind == "Namespace" and spaces and name not in spaces:
        return f"is in the namespace {_listed(spaces)}"
    return ""


def addresses(figure: Drawn) -> Iterator[Diagnostic]:
    """`figure-address`: an address in a figure is the one that its object has.

    Source: https://kubernetes.io/docs/concepts/cluster-administration/networking/
    """
    for label in figure.labels:
        for address in sorted(label.facts.addresses):
            if not any(address in thing.facts.addresses for thing in label.of):
                has = _has(label.of, "addresses")
                yield figure.problem(
                    label.line, "figure-address", f"{label.shown} shows the address {address}; {has}"
                )


def ports(figure: Drawn) -> Iterator[Diagnostic]:
    """`figure-port`: a port in a figure is one of what it stands at: the Service's, the node's or the Pod's.

    Source: https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
    """
    for label in figure.labels:
        offered = set().union(*(thing.facts.ports for thing in label.of))
        pairs = set().union(*(thing.facts.pairs for thing in label.of))
        for port in sorted(label.facts.ports - offered):
            message = f"{label.shown} shows the port {port}; {_has(label.of, 'ports')}"
            yield figure.problem(label.line, "figure-port", message)
        for a, b in sorted(label.facts.pairs - pairs):
            has = ", ".join(f"{x} → {y}" for x, y in sorted(pairs)) or "no such pair of ports"
            message = f"{label.shown} shows the ports {a} → {b}; {_those(label.of)} {_have(label.of)} {has}"
            yield figure.problem(label.line, "figure-port", message)


def hosts(figure: Drawn) -> Iterator[Diagnostic]:
    """`figure-host`: a host or a path in a figure is one that a rule matches.

    Source: https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
    """
    anywhere = figure.known.texts
    for label in figure.labels:
        owners = [thing for thing in label.of if thing.kind in _OWN_HOSTS]
        own = facts.united(thing.facts for thing in owners).hosts if label.node else frozenset()
        for host in sorted(label.facts.hosts - (own or anywhere.hosts)):
            near = difflib.get_close_matches(host, own or anywhere.hosts, 1, 0.7)
            hint = (
                f"did you mean `{near[0]}`?" if near else "no manifest has it, and `outside` does not say it"
            )
            yield figure.problem(label.line, "figure-host", f"{label.shown} shows the host `{host}`; {hint}")
        there = None if "probe" in label.text else _ways(figure, label)  # a probe asks for a path of its own
        if there is not None and label.facts.paths - there.paths:
            wrong = _listed(label.facts.paths - there.paths)
            has = f"lead there by {_listed(there.paths)}" if there.paths else "lead nobody there"
            yield figure.problem(
                label.line, "figure-host", f"{label.shown} shows the path {wrong}; the rules {has}"
            )
        elif there is None and (lost := label.facts.paths - anywhere.paths):
            message = f"{label.shown} shows the path {_listed(lost)}, which no manifest has"
            yield figure.problem(label.line, "figure-host", message)


def _ways(figure: Drawn, label: Label) -> Facts | None:
    """What is true of the ways that a label stands beside; nothing where it stands beside none."""
    things = label.of[: 2 if label.edge else 1] if not label.step else ()
    sources = [thing for thing in things if thing.kind in _OWN_HOSTS]
    services = [thing for thing in things if thing.kind == "Service"]
    if sources and services:
        return figure.known.between(sources[0], services[0])
    reached = [
        thing for thing in things if thing.kind in ("Service", "Pod", *_OWN_HOSTS) and thing.facts.paths
    ]
    return facts.united(thing.facts for thing in reached) if reached else None


def weights(figure: Drawn) -> Iterator[Diagnostic]:
    """`figure-weight`: a weight is the Route's, and a percentage is what the weights come to.

    The weight belongs to the Service; its ready Pods have equal parts of it.

    Source: https://github.com/openshift/api/blob/master/route/v1/types.go (RouteTargetReference)
    """
    for label in figure.labels:
        if not label.facts.weights and not label.facts.shares:
            continue
        there = _ways(figure, label) or facts.united(thing.facts for thing in label.of)
        for weight in sorted(label.facts.weights - there.weights):
            has = ", ".join(map(str, sorted(there.weights))) or "no weight"
            yield figure.problem(
                label.line, "figure-weight", f"{label.shown} shows the weight {weight}; the rules say {has}"
            )
        for share in sorted(label.facts.shares):
            if not any(abs(share - each) < 0.51 for each in there.shares):
                has = ", ".join(f"{each:.3g} %" for each in sorted(there.shares)) or "nothing"
                message = f"{label.shown} shows {share:g} %; the weights come to {has} there"
                yield figure.problem(label.line, "figure-weight", message)


def types(figure: Drawn) -> Iterator[Diagnostic]:
    """`figure-type`: the type of a Service, the termination of a Route and a selector decide what happens.

    Source: https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
    """
    services = [
        thing for node in figure.graph.nodes if (thing := figure.thing(node.id)) and thing.facts.types
    ]
    for label in figure.labels:
        own = [thing for thing in label.of if thing.facts.types] or (services if not label.node else [])
        allowed = frozenset().union(*(thing.facts.types for thing in own))
        for type_ in sorted(label.facts.types - allowed) if own else ():
            has = ", ".join(sorted(allowed))
            message = f"{label.shown} says {type_}; {_those(own)} {_have(own)} {has}"
            yield figure.problem(label.line, "figure-type", message)
        for thing in label.of:
            yield from _words(figure, label, thing)


def _words(figure: Drawn, label: Label, thing: Thing) -> Iterator[Diagnostic]:
    """Where TLS ends, and labels as `app: web`, in the label of one object."""
    text = facts.plain(label.text)
    if thing.kind == "Route" and label.node:
        has = {one.get_string("spec", "tls", "termination") or "no TLS" for one in thing.objects}
        for word in re.findall(rf"\b({'|'.join(_TERMINATIONS)})\b", text):
            if word not in has:
                message = f"{label.shown} says {word}; the termination of {thing} is {_listed(has)}"
                yield figure.problem(label.line, "figure-type", message)
    if label.step or thing.kind not in ("Service", "Pod", "Deployment", "ReplicaSet", "StatefulSet"):
        return
    where = ("spec", "selector") if thing.kind == "Service" else ()
    has_labels = [one.get_labels(*where) if where else one.pod_labels for one in thing.objects]
    for key, value in re.findall(r"(?<![\w/.-])([a-z][\w./-]*)(?:: |=)`?([A-Za-z0-9](?:[\w.-]*\w)?)", text):
        values = {labels[key] for labels in has_labels if key in labels}
        if values and value not in values and not (label.edge and _other_has(label, thing, key, value)):
            message = (
                f"{label.shown} shows `{key}: {value}`; {thing} has `{key}: {', '.join(sorted(values))}`"
            )
            yield figure.problem(label.line, "figure-type", message)


def _other_has(label: Label, thing: Thing, key: str, value: str) -> bool:
    return any(
        one.pod_labels.get(key) == value or one.get_labels("spec", "selector").get(key) == value
        for other in label.of
        if other is not thing
        for one in other.objects
    )


def _has(things: Collection[Thing], field: str) -> str:
    """What things have instead."""
    told = []
    for thing in things:
        if values := getattr(thing.facts, field):
            told.append(f"{thing} has {', '.join(map(str, sorted(values)))} ({thing.source})")
    return "; ".join(told) or f"{_those(things)} {_have(things)} none that is known; say it under `outside`"


def _those(things: Collection[Thing]) -> str:
    return " and ".join(map(str, things)) or "what it stands at"


def _have(things: Collection[Thing]) -> str:
    return "have" if len(things) > 1 else "has"
