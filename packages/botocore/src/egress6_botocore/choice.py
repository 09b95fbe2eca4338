"""The choice between the two names that a client's rules build for a request. Pure."""

from __future__ import annotations

from typing import Optional

from .name_state import (
    NO_ROUTE,
    NXDOMAIN,
    OPEN,
    UNKNOWN,
    UNREACHABLE,
    NameState,
    offers_ipv6,
)

DEFAULT = "default"
DUAL_STACK = "dualstack"

# Why a name was chosen. Those of the JavaScript plugin:
EXPLICIT = "explicit"  # an endpoint was set, or the request goes to one of its own; it always wins
ONLY_NAME = "only-name"  # the rules know no other name for the request
HAS_IPV6 = "has-ipv6"
PRIVATE = "private"  # PrivateLink answers for the client's own name; the other would lead past it
NO_IPV6 = "no-ipv6"  # neither name has; the client's own stays
UNKNOWN_NAMES = "unknown"  # for one of them it could not be found out; the client's own stays
FELL_BACK = (
    "fell-back"  # the name chosen first could not be connected to, or did not answer in time
)
# And of this one, since urllib3 has no Happy Eyeballs:
NO_ROUTE_FROM_HERE = "no-route"  # the other name has IPv6, and this host has no route to it
PATH_UNREACHABLE = "unreachable"  # it has, and no connection came about within a second
# What goes through a proxy is resolved and connected to there.
PROXY = "proxy"

_PATH_REASONS = {NO_ROUTE: NO_ROUTE_FROM_HERE, UNREACHABLE: PATH_UNREACHABLE}


def choose(
    used: Optional[NameState],
    other: Optional[NameState],
    used_is_dual_stack: bool,
    now: float,
) -> tuple[bool, str]:
    """
    Whether the other name is to be used in place of the client's own, and why.
    The client's own needs no open path: without this plugin it would be called just so.
    """
    if offers_ipv6(used, now):
        return False, HAS_IPV6
    if used is not None and used.is_private:
        return False, PRIVATE
    reason = NO_IPV6
    if used is None or used.ipv6 == UNKNOWN or other is None or other.ipv6 == UNKNOWN:
        reason = UNKNOWN_NAMES
    if other is not None and offers_ipv6(other, now):
        if other.path == OPEN:
            return True, HAS_IPV6
        reason = _PATH_REASONS.get(other.path, UNKNOWN_NAMES)
    # The dual-stack switch is on, and builds a name that does not exist.
    is_missing = used_is_dual_stack and used is not None and used.outcome == NXDOMAIN
    return is_missing, reason
