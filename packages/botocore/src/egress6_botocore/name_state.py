"""What is known of one name, and how that changes. Pure: the clock is an argument, in seconds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Optional

# How a look-up ended. Only the first three are facts about the name.
ANSWER = "answer"
NODATA = "nodata"
NXDOMAIN = "nxdomain"
SERVFAIL = "servfail"
TIMEOUT = "timeout"
INCOMPLETE = "incomplete"
CONFLICT = "conflict"
MALFORMED = "malformed"

YES = "yes"
NO = "no"
UNKNOWN = "unknown"

# Whether a connection over IPv6 can be expected to come about.
UNTESTED = "untested"
OPEN = "open"
NO_ROUTE = "no-route"
UNREACHABLE = "unreachable"

KEPT_SECONDS = 60.0
KEPT_INCONCLUSIVE_SECONDS = 5.0
AVOIDED_SECONDS = 60.0
LONGEST_AVOIDED_SECONDS = 3600.0
_NEVER = float("-inf")


@dataclass(frozen=True)
class LookUpResult:
    """How the question for a name's IPv6 addresses ended, and what else was learnt of it."""

    outcome: str
    """Those of an answer that are on the internet."""
    ipv6: tuple[str, ...] = ()
    ipv4: tuple[str, ...] = ()
    """Whether an interface endpoint of PrivateLink answers for the name, and this host can reach it."""
    is_private: bool = False


@dataclass(frozen=True)
class NameState:
    """Whether it has usable IPv6 addresses: what the last conclusive look-up said."""

    ipv6: str = UNKNOWN
    outcome: Optional[str] = None
    is_private: bool = False
    path: str = UNTESTED
    fresh_until: float = _NEVER
    avoided_until: float = _NEVER
    connect_failures: int = 0
    has_answered: bool = False
    addresses: tuple[str, ...] = field(default=())


FIRST = NameState()


def after_look_up(before: Optional[NameState], result: LookUpResult, now: float) -> NameState:
    """One that says nothing about the name leaves the verdict as it was."""
    state = replace(before or FIRST, outcome=result.outcome, is_private=result.is_private)
    if result.outcome == ANSWER:
        return replace(state, ipv6=YES, addresses=result.ipv6, fresh_until=now + KEPT_SECONDS)
    if result.outcome in (NODATA, NXDOMAIN):
        return replace(state, ipv6=NO, path=UNTESTED, addresses=(), fresh_until=now + KEPT_SECONDS)
    return replace(state, fresh_until=now + KEPT_INCONCLUSIVE_SECONDS)


def after_connect_failure(before: Optional[NameState], now: float) -> NameState:
    """It could not be connected to, the other one could: leave it alone, longer each time."""
    state = before or FIRST
    # Requests that were on their way together failed for one and the same reason.
    if now < state.avoided_until:
        return state
    seconds = min(AVOIDED_SECONDS * 2**state.connect_failures, LONGEST_AVOIDED_SECONDS)
    return replace(
        state, avoided_until=now + seconds, connect_failures=min(state.connect_failures + 1, 16)
    )


def after_success(before: NameState) -> NameState:
    return replace(before, connect_failures=0, has_answered=True)


def offers_ipv6(state: Optional[NameState], now: float) -> bool:
    """Whether the name has IPv6 and was not found to fail."""
    return state is not None and state.ipv6 == YES and now >= state.avoided_until
