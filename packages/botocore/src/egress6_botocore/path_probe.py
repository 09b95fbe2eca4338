"""Whether connections over IPv6 come about from here. urllib3 tries one address after the other, a minute each."""

from __future__ import annotations

import socket
from collections.abc import Sequence

from .name_state import NO_ROUTE, OPEN, UNREACHABLE

PROBE_SECONDS = 1.0


def has_route(address: str, port: int = 443) -> bool:
    """Whether the kernel knows a way to this very address. No packet is sent."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, port))
    except OSError:
        return False
    return True


def find_path(ipv6: Sequence[str], ipv4: Sequence[str], port: int) -> str:
    """Takes a second at most: the addresses are of one name."""
    routed = [address for address in ipv6 if has_route(address, port)]
    if not routed:
        return NO_ROUTE
    # A host that has IPv6 alone loses nothing by trying.
    if ipv4 and not any(has_route(address, port) for address in ipv4):
        return OPEN
    try:
        with socket.create_connection((routed[0], port), timeout=PROBE_SECONDS):
            return OPEN
    except OSError:
        return UNREACHABLE
