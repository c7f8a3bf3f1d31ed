"""The way of a request through a cluster, as the manifests decide it: to a Service, or by a rule. Pure.

A node port keeps the source of a packet where `externalTrafficPolicy` is `Local`, and else replaces it by
the Node's. A load balancer passes packets on with their source. Traffic within the cluster keeps its source.
(https://kubernetes.io/docs/tutorials/services/source-ip/)
"""

from __future__ import annotations

from .object_view import ObjectView
from .packets import End, Packet, Way

BALANCER = "load-balancer"
"""The id under which the load balancer is declared."""
TLS_PORT, HTTP_PORT = 443, 80


class Dropped(LookupError):  # noqa: N818  # a packet is dropped, a script is not in error
    """No way leads there: the packet is dropped, or the connection refused."""


def trace_service(service: ObjectView, caller: ObjectView, to: ObjectView, over: ObjectView | None) -> Way:
    """Return the way of a connection to a Service; see `ObjectView.trace`.

    Raises:
        Dropped: The Service has no way in for this caller, or does not pick this Pod there.
    """
    if to.id not in {pod.id for pod in service.endpoints(over)}:
        raise Dropped(f"{service.id} picks no {to.id}{f' at {over.id}' if over else ''}")
    target = End(to.address, _find_target_port(service, to))
    if caller.kind == "Pod":
        if service.address == "None":
            return Way((Packet(caller.id, _open(caller), target),), to.id)
        virtual = Packet(caller.id, _open(caller), End(service.address, service.port))
        return Way((virtual, Packet(caller.node.id, virtual.source, target)), to.id)
    type_ = service.get("spec.type", "ClusterIP")
    if over is None or type_ not in ("NodePort", "LoadBalancer"):
        raise Dropped(f"nobody outside reaches {service.id} this way; its type is {type_}")
    packets = [Packet(caller.id, _open(caller), End(over.address, service["spec.ports.0.nodePort"]))]
    if type_ == "LoadBalancer":
        packets = _balance(packets[0], caller.folder[BALANCER], service.port)
    is_local = service.get("spec.externalTrafficPolicy") == "Local"
    return Way((*packets, Packet(over.id, _open(caller if is_local else over), target)), to.id)


def trace_rule(
    rule: ObjectView,
    caller: ObjectView,
    to: ObjectView,
    over: ObjectView | None,
    path: str,
    proxy: ObjectView,
) -> Way:
    """Return the way of a request that a proxy passes on by a rule; see `ObjectView.trace`.

    Raises:
        Dropped: No rule matches, or the rule does not lead to this Pod.
    """
    services = [service for service in rule.match(path) if to.id in {pod.id for pod in service.endpoints()}]
    if not services:
        raise Dropped(f"{rule.id} leads no request for {rule.host}{path} to {to.id}")
    termination = rule.termination
    carries, port = ("TLS", TLS_PORT) if termination else ("HTTP", HTTP_PORT)
    listens = End(proxy.address, proxy.port)
    node_port = proxy.get("nodePort")
    if over and node_port:
        entering = Packet(caller.id, _open(caller), End(over.address, node_port), carries)
        source = _open(caller if proxy.get("externalTrafficPolicy") == "Local" else over)
        packets = [
            *_balance(entering, caller.folder[BALANCER], port),
            Packet(over.id, source, listens, carries),
        ]
    else:
        entering = Packet(caller.id, _open(caller), listens, carries)
        packets = _balance(entering, caller.folder[BALANCER], port)
    inside = {"passthrough": "the same TLS", "reencrypt": "TLS again"}.get(termination, "HTTP")
    target = End(to.address, _find_target_port(services[0], to))
    return Way((*packets, Packet(proxy.id, _open(proxy), target, inside, connection=2)), to.id)


def _balance(entering: Packet, balancer: ObjectView, port: int) -> list[Packet]:
    """Return the packets by which a caller reaches a machine over the load balancer."""
    first = Packet(entering.sender, entering.source, End(balancer.address, port), entering.carries)
    return [first, Packet(balancer.id, entering.source, entering.destination, entering.carries)]


def _open(view: ObjectView) -> End:
    """Return the end from which somebody opens a connection, with the port that is declared for it."""
    return End(view.address, int(view.get("picks", 0)) if view.is_outside else 0)


def _find_target_port(service: ObjectView, pod: ObjectView) -> int:
    """Return the port of a Pod to which the first port of a Service leads."""
    if pod.path:
        return pod.port
    obj = service.objects[0]
    numbers = service.folder.collection.resolve_target_port(obj, obj.get("spec", "ports", 0) or {})
    return min(numbers, default=pod.port)
