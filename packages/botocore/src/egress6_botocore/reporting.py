"""Says what was chosen: to observers, and at DEBUG to the logger `egress6_botocore`. Never what is secret."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional

LOG = logging.getLogger("egress6_botocore")


@dataclass(frozen=True)
class NameKnowledge:
    """What is known of a name at the time of a choice."""

    name: str
    """The name that is looked up; for a bucket that of its region."""
    variant: str
    """`default` or `dualstack`."""
    ipv6: str
    """`yes`, `no` or `unknown`."""
    outcome: Optional[str]
    """How the last look-up ended; None: there was none yet."""


@dataclass(frozen=True)
class Choice:
    """What was chosen for a request, and why."""

    client: str
    """Such as `s3`."""
    operation: str
    """Such as `GetObject`."""
    hostname: str
    """Where the request goes."""
    variant: Optional[str]
    """`default` or `dualstack`; None: not a name that the rules built."""
    reason: str
    """Such as `has-ipv6`; docs/python.md has all of them."""
    names: tuple[NameKnowledge, ...]
    """The names there were to choose between, the client's own first."""
    waited_ms: float
    """How long the request waited for look-ups."""


Observer = Callable[[Choice], object]

_observers: tuple[Observer, ...] = ()


def observe(observer: Observer) -> Callable[[], None]:
    """
    Calls the observer with each Choice of each client in this process, however the plugin came there.
    What it raises is logged and ignored. The function that comes back ends it.
    """
    global _observers
    _observers = (*_observers, observer)

    def stop() -> None:
        global _observers
        _observers = tuple(each for each in _observers if each is not observer)

    return stop


def is_observed(own: Optional[Observer]) -> bool:
    return own is not None or bool(_observers) or LOG.isEnabledFor(logging.DEBUG)


def report(own: Optional[Observer], choice: Choice) -> None:
    """A request never fails by an observer's fault."""
    LOG.debug(
        "%s %s: %s (%s, %s)",
        choice.client,
        choice.operation,
        choice.hostname,
        choice.variant or "not chosen here",
        choice.reason,
    )
    for observer in _observers if own is None else (own, *_observers):
        try:
            observer(choice)
        except Exception:
            LOG.debug("an observer raised", exc_info=True)
