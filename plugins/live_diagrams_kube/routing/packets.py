"""The way of a request and of its answer, packet by packet: addresses, ports, and what they carry. Pure.

A kernel that rewrites addresses undoes that for the answer, and a proxy opens a second connection. So an
answer is each packet of the request, last to first, with its ends exchanged.
(https://kubernetes.io/docs/tutorials/services/source-ip/)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property


@dataclass(frozen=True)
class End:
    """One end of a connection. `port` is 0 where it is picked anew for each connection."""

    address: str
    port: int = 0

    def __str__(self) -> str:
        return f"{self.address}:{self.port}" if self.port else self.address


@dataclass(frozen=True)
class Packet:
    """A packet as `sender` sends it. `connection` counts from 1: a kernel that rewrites a packet keeps it."""

    sender: str
    source: End
    destination: End
    carries: str = "HTTP"
    connection: int = 1

    @property
    def state(self) -> Mapping[str, str]:
        """The state of a step: `Step("…", state=packet.state)`."""
        return {
            "Source": str(self.source),
            "Destination": str(self.destination),
            "Carries": self.carries,
            "Connection": {1: "first", 2: "second"}.get(self.connection, str(self.connection)),
        }


@dataclass(frozen=True)
class Way:
    """The packets of a request, from its caller to `receiver`, which answers."""

    packets: tuple[Packet, ...]
    receiver: str

    def sent_by(self, sender: object) -> Packet:
        """Return the packet of the request as a sender passes it on; senders are ids, or objects.

        Raises:
            LookupError: The request does not pass there.
        """
        return _find(self.packets, sender)

    def answered_by(self, sender: object) -> Packet:
        """Return the packet of the answer as a sender passes it back.

        Raises:
            LookupError: The answer does not pass there.
        """
        return _find(self.answer, sender)

    @cached_property
    def answer(self) -> tuple[Packet, ...]:
        """The packets of the answer."""
        senders = [*(packet.sender for packet in self.packets[1:]), self.receiver]
        return tuple(
            replace(packet, sender=sender, source=packet.destination, destination=packet.source)
            for packet, sender in zip(self.packets[::-1], senders[::-1], strict=True)
        )

    @property
    def seen_address(self) -> str:
        """The address that the receiver sees as its caller's."""
        return self.packets[-1].source.address


def _find(packets: tuple[Packet, ...], sender: object) -> Packet:
    id_ = getattr(sender, "id", sender)
    for packet in packets:
        if packet.sender == id_:
            return packet
    raise LookupError(f"no packet is sent by {id_}, but by {', '.join(p.sender for p in packets)}")
