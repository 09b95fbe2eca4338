"""Looks names up with the system's resolver, and finds out how far it can be believed."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from dataclasses import dataclass
from typing import Optional

from .addresses import (
    INTERNET,
    IPV4_ONLY_ADDRESSES,
    SPECIAL,
    address_kind,
    is_nat64_address,
    nat64_prefix_embedding,
)
from .addresses import PRIVATE as PRIVATE_ADDRESS
from .name_state import (
    ANSWER,
    CONFLICT,
    INCOMPLETE,
    MALFORMED,
    NODATA,
    NXDOMAIN,
    SERVFAIL,
    TIMEOUT,
    LookUpResult,
)
from .path_probe import has_route

_EAI_NODATA: Optional[int] = getattr(socket, "EAI_NODATA", None)
# Elsewhere "no such name" is also said of names without addresses of the family.
_TELLS_MISSING_NAMES = sys.platform.startswith("linux") and _EAI_NODATA is not None


@dataclass(frozen=True)
class Answer:
    """How one question ended, as far as `getaddrinfo` tells."""

    kind: str
    addresses: tuple[str, ...] = ()


NOT_HEARD = Answer(TIMEOUT)


def ask(name: str, family: int) -> Answer:
    """Asks for one family alone: asked for both, glibc keeps silent on the failure of one. Never raises."""
    try:
        found = socket.getaddrinfo(name, None, family, socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == _EAI_NODATA:
            return Answer(NODATA)
        if error.errno == socket.EAI_NONAME:
            return Answer(NXDOMAIN if _TELLS_MISSING_NAMES else NODATA)
        return Answer(SERVFAIL)
    except UnicodeError:
        return Answer(MALFORMED)
    except OSError:
        return Answer(SERVFAIL)
    addresses = tuple(dict.fromkeys(str(sockaddr[0]).split("%")[0] for *_, sockaddr in found))
    return Answer(ANSWER if addresses else INCOMPLETE, addresses)


class Question:
    """Asked on a daemon thread, as it cannot be cancelled: a silent resolver takes 10 seconds and more."""

    def __init__(self, name: str, family: int) -> None:
        self.answer = NOT_HEARD
        self._is_over = threading.Event()
        self._name = name
        self._family = family
        start_daemon(self._run)

    def _run(self) -> None:
        try:
            self.answer = ask(self._name, self._family)
        finally:
            self._is_over.set()

    def wait(self, seconds: float) -> Answer:
        self._is_over.wait(max(0.0, seconds))
        return self.answer


def start_daemon(target: object, *args: object) -> None:
    """Not a pool, whose threads are waited for when the process ends."""
    threading.Thread(target=target, args=args, name="egress6", daemon=True).start()  # type: ignore[arg-type]


_CONTROL_PATIENCE_SECONDS = 0.25
# Captive portals open, and a host may change its network.
_KEPT_SECONDS = {True: 60.0, False: 3600.0}


class ResolverCheck:
    """
    Questions whose true answers are known show whether the resolver lies, and into which addresses its
    DNS64 puts IPv4. What is not answered tells nothing against it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked_at: Optional[float] = None
        self._questions: tuple[Question, ...] = ()
        self._has_waited = False
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._after_fork)

    def _after_fork(self) -> None:
        """The child has neither the threads that ask, nor who holds the lock."""
        self._lock = threading.Lock()
        self._asked_at = None

    def forget(self) -> None:
        self._asked_at = None
        self._questions = ()

    def begin(self, now: float) -> None:
        with self._lock:
            at = self._asked_at
            if at is not None and now < at + _KEPT_SECONDS[self.lies]:
                return
            self._asked_at = now
            self._has_waited = False
            self._questions = (
                Question("ipv4only.arpa", socket.AF_INET6),
                Question("ipv4only.arpa", socket.AF_INET),
                Question("a.root-servers.net", socket.AF_INET6),
            )

    def wait(self) -> None:
        """Mostly they are answered before the name is. Nobody waits for long, and only once."""
        if self._has_waited:
            return
        deadline = time.monotonic() + _CONTROL_PATIENCE_SECONDS
        for question in self._questions:
            question.wait(deadline - time.monotonic())
        self._has_waited = True

    def _answers(self) -> tuple[Answer, Answer, Answer]:
        if len(self._questions) != 3:
            return NOT_HEARD, NOT_HEARD, NOT_HEARD
        ipv6, ipv4, dual = self._questions
        return ipv6.answer, ipv4.answer, dual.answer

    @property
    def nat64_prefixes(self) -> tuple[bytes, ...]:
        ipv6, _, _ = self._answers()
        found = (nat64_prefix_embedding(each, IPV4_ONLY_ADDRESSES) for each in ipv6.addresses)
        return tuple(prefix for prefix in found if prefix is not None)

    @property
    def knows_dns64(self) -> bool:
        return self._answers()[0].kind in (NODATA, ANSWER)

    @property
    def rewrites(self) -> bool:
        """Whether it gives addresses of its own for names of others, as a captive portal does."""
        ipv6, ipv4, dual = self._answers()
        if any(
            nat64_prefix_embedding(each, IPV4_ONLY_ADDRESSES) is None for each in ipv6.addresses
        ):
            return True
        if any(each not in IPV4_ONLY_ADDRESSES for each in ipv4.addresses):
            return True
        prefixes = self.nat64_prefixes
        return any(
            address_kind(each) != INTERNET and not is_nat64_address(each, prefixes)
            for each in dual.addresses
        )

    @property
    def lies(self) -> bool:
        """Whether it contradicts what is known for certain: rewrites, empties, filters or replaces AAAA."""
        _, ipv4, dual = self._answers()
        if _TELLS_MISSING_NAMES and NODATA in (ipv4.kind, dual.kind):
            return True
        prefixes = self.nat64_prefixes
        return self.rewrites or any(is_nat64_address(each, prefixes) for each in dual.addresses)


class SystemLookUp:
    """Looks up one name at a time; shared by all threads."""

    def __init__(self) -> None:
        self._check = ResolverCheck()

    def forget(self) -> None:
        """As if nothing had been asked yet."""
        self._check.forget()

    def __call__(self, name: str, timeout: float) -> LookUpResult:
        """Takes as long as the system's resolver does: who calls waits no longer than the time-out."""
        started = time.monotonic()
        check = self._check
        check.begin(started)
        a = Question(name, socket.AF_INET)
        aaaa = ask(name, socket.AF_INET6)
        # What does not come in half the time is not to hide what AAAA says.
        ipv4 = a.wait(started + timeout / 2 - time.monotonic())
        check.wait()
        return _result_of(aaaa, ipv4, check)


def _result_of(aaaa: Answer, a: Answer, check: ResolverCheck) -> LookUpResult:
    # The private address of a captive portal is no interface endpoint.
    is_private = not check.rewrites and _is_private_here(a.addresses, aaaa.addresses)
    outcome = _outcome_beside(a, aaaa.kind)
    usable: tuple[str, ...] = ()
    if outcome == ANSWER:
        # DNS64 synthesizes for names without AAAA, and for names whose AAAA could not be had.
        usable = tuple(
            each
            for each in aaaa.addresses
            if ":" in each
            and address_kind(each) == INTERNET
            and not _is_synthesized(each, a.addresses, check)
        )
    if check.lies and outcome in (ANSWER, NODATA, NXDOMAIN):
        outcome = INCOMPLETE
    if outcome == ANSWER and not usable:
        outcome = INCOMPLETE
    ipv4 = tuple(each for each in a.addresses if address_kind(each) == INTERNET)
    return LookUpResult(outcome, usable if outcome == ANSWER else (), ipv4, is_private)


def _is_synthesized(address: str, ipv4: tuple[str, ...], check: ResolverCheck) -> bool:
    if is_nat64_address(address, check.nat64_prefixes):
        return True
    # As long as the resolver did not say whether it has DNS64, what looks like its work is doubted.
    return not check.knows_dns64 and nat64_prefix_embedding(address, ipv4) is not None


def _outcome_beside(a: Answer, kind: str) -> str:
    """It takes the name's IPv4 addresses to believe that it has none of IPv6."""
    if kind == NODATA:
        if a.kind == NXDOMAIN:
            return CONFLICT
        has_host = any(address_kind(each) != SPECIAL for each in a.addresses)
        # Where "no such name" cannot be told from "no such address", both families are empty.
        is_missing = not _TELLS_MISSING_NAMES and a.kind == NODATA
        return NODATA if has_host else NXDOMAIN if is_missing else INCOMPLETE
    if kind == NXDOMAIN and a.kind in (ANSWER, NODATA):
        return CONFLICT
    return kind


def _is_private_here(ipv4: tuple[str, ...], ipv6: tuple[str, ...]) -> bool:
    """Whether an interface endpoint answers for the name, and this host can reach it."""
    both = (*ipv4, *ipv6)
    if ipv6 and all(address_kind(each) == PRIVATE_ADDRESS for each in both):
        return True
    if not ipv4 or any(address_kind(each) != PRIVATE_ADDRESS for each in ipv4):
        return False
    return any(has_route(each) for each in ipv4)
