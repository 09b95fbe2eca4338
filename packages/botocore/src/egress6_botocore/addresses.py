"""Which addresses of a DNS answer can be hosts on the internet. The rule of the scanner: `core/address`."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Optional, Union

INTERNET = "internet"
PRIVATE = "private"
SPECIAL = "special"

_Network = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]


def _networks(*texts: str) -> tuple[_Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


# IANA IPv4 and IPv6 Special-Purpose Address Registries, read 2026-11-30.
_PRIVATE = _networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
_UNICAST = ipaddress.ip_network("2000::/3")
_SPECIAL = _networks(
    "0.0.0.0/8",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/3",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
)

# Reserved for NAT64 by RFC 6052 and RFC 8215.
_NAT64 = _networks("64:ff9b::/96", "64:ff9b:1::/48")

# The lengths of RFC 6052 in octets, longest first; octet 8 stays zero, so the IPv4 address goes around it.
_PREFIX_OCTETS = (12, 8, 7, 6, 5, 4)

# Of ipv4only.arpa (RFC 7050): it has these, and no IPv6 address but those that DNS64 synthesizes.
IPV4_ONLY_ADDRESSES = ("192.0.0.170", "192.0.0.171")


def address_kind(text: str) -> str:
    """`internet`, `private` (a network's own host) or `special` (everything else)."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return SPECIAL
    if any(address in network for network in _PRIVATE):
        return PRIVATE
    if address.version == 6 and address not in _UNICAST:
        return SPECIAL
    return SPECIAL if any(address in network for network in _SPECIAL) else INTERNET


def nat64_prefix_embedding(address: str, ipv4_addresses: Sequence[str]) -> Optional[bytes]:
    """The prefix with which DNS64 would synthesize this address from one of these; None when it could not."""
    try:
        octets = ipaddress.IPv6Address(address).packed
    except ValueError:
        return None
    for length in _PREFIX_OCTETS:
        if length < 12 and octets[8] != 0:
            continue
        after = [octet for at, octet in enumerate(octets) if at >= length and at != 8]
        if len(after) >= 4 and str(ipaddress.IPv4Address(bytes(after[:4]))) in ipv4_addresses:
            return octets[:length]
    return None


def is_nat64_address(address: str, prefixes: Iterable[bytes]) -> bool:
    """Whether an address lies in the ranges reserved for NAT64, or begins with one of these prefixes."""
    try:
        parsed = ipaddress.IPv6Address(address)
    except ValueError:
        return False
    if any(parsed in network for network in _NAT64):
        return True
    return any(parsed.packed.startswith(prefix) for prefix in prefixes)
