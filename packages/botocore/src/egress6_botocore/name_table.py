"""What is known of names, learnt by one look-up at a time for each, and shared by all threads of a process."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Optional, Protocol

from .look_up import start_daemon
from .name_state import (
    SERVFAIL,
    TIMEOUT,
    UNTESTED,
    YES,
    LookUpResult,
    NameState,
    after_connect_failure,
    after_look_up,
    after_success,
)
from .path_probe import PROBE_SECONDS, find_path

# More names than any program calls: the one that was learnt of first is forgotten.
_MOST_NAMES = 1000


class LookUp(Protocol):
    def __call__(self, name: str, timeout: float, /) -> LookUpResult: ...


class _Pending:
    """A look-up that has not ended yet, and the probe after it."""

    def __init__(self, port: int, needs_path: bool) -> None:
        self.port = port
        self.needs_path = needs_path
        self.is_told = threading.Event()
        self.is_over = threading.Event()


def _over() -> _Pending:
    pending = _Pending(0, False)
    pending.is_told.set()
    pending.is_over.set()
    return pending


class NameTable:
    """Reading what is known takes no lock."""

    def __init__(
        self,
        look_up: LookUp,
        find: Callable[[tuple[str, ...], tuple[str, ...], int], str] = find_path,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._look_up = look_up
        self._find_path = find
        self.clock = clock
        self._states: dict[str, NameState] = {}
        self._pending: dict[str, _Pending] = {}
        self._lock = threading.Lock()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._after_fork)

    def _after_fork(self) -> None:
        """The child has neither the threads that look names up, nor who holds the lock."""
        self._lock = threading.Lock()
        self._pending = {}

    def known(self, name: str) -> Optional[NameState]:
        return self._states.get(name)

    def peek(
        self, name: str, port: int, timeout: float, needs_path: bool, now: float
    ) -> Optional[NameState]:
        """What is known, without waiting; None: not enough yet. What is old is asked about on the side."""
        state = self._states.get(name)
        if state is None or (needs_path and state.ipv6 == YES and state.path == UNTESTED):
            return None
        if now >= state.fresh_until:
            self.begin(name, port, timeout, needs_path)
        return state

    def begin(
        self, name: str, port: int, timeout: float, needs_path: bool, anew: bool = False
    ) -> _Pending:
        """Looks the name up, or joins the look-up that is on its way, unless what is known is fresh."""
        with self._lock:
            if not anew and self._is_known(name, needs_path):
                return _over()
            pending = self._pending.get(name)
            if pending is not None and not pending.is_over.is_set():
                pending.needs_path = pending.needs_path or needs_path
                return pending
            pending = _Pending(port, needs_path)
            self._pending[name] = pending
        try:
            start_daemon(self._learn, name, timeout, pending)
        except RuntimeError:
            # No thread can be had, as while the interpreter ends.
            self._end(name, pending)
        return pending

    def _is_known(self, name: str, needs_path: bool) -> bool:
        state = self._states.get(name)
        if state is None or self.clock() >= state.fresh_until:
            return False
        return not (needs_path and state.ipv6 == YES and state.path == UNTESTED)

    def wait(self, name: str, pending: _Pending, deadline: float) -> Optional[NameState]:
        """Until DNS has told, and after it as long as a probe takes; what is silent by then is unknown."""
        if not pending.is_told.wait(max(0.0, deadline - time.monotonic())):
            now = self.clock()
            with self._lock:
                if not pending.is_told.is_set():
                    silent = LookUpResult(TIMEOUT)
                    self._set(name, after_look_up(self._states.get(name), silent, now))
            return self._states.get(name)
        state = self._states.get(name)
        if pending.needs_path and state is not None and state.ipv6 == YES:
            pending.is_over.wait(PROBE_SECONDS + 0.5)
        return self._states.get(name)

    def note_connect_failure(self, name: str) -> None:
        """It could not be connected to, and the other one could."""
        with self._lock:
            self._set(name, after_connect_failure(self._states.get(name), self.clock()))

    def note_silence(self, name: str) -> None:
        """A request was not answered there in time, and by the other name it was."""
        state = self._states.get(name)
        # Of a name that has answered before, it was the request that took long.
        if state is None or not state.has_answered:
            self.note_connect_failure(name)

    def note_success(self, name: str) -> None:
        state = self._states.get(name)
        if state is None or (state.has_answered and state.connect_failures == 0):
            return
        with self._lock:
            state = self._states.get(name)
            if state is not None:
                self._set(name, after_success(state))

    def forget(self) -> None:
        """As if nothing had been looked up yet."""
        with self._lock:
            self._states = {}
            self._pending = {}

    def _learn(self, name: str, timeout: float, pending: _Pending) -> None:
        try:
            try:
                result = self._look_up(name, timeout)
            except Exception:
                result = LookUpResult(SERVFAIL)
            self._tell(name, result, pending)
            state = self._states.get(name)
            if pending.needs_path and state is not None and state.ipv6 == YES and result.ipv6:
                path = self._find_path(result.ipv6, result.ipv4, pending.port)
                with self._lock:
                    if self._pending.get(name) is pending:
                        self._set(name, replace(self._states.get(name, state), path=path))
        finally:
            self._end(name, pending)

    def _tell(self, name: str, result: LookUpResult, pending: _Pending) -> None:
        with self._lock:
            if self._pending.get(name) is pending:
                now = self.clock()
                self._set(name, after_look_up(self._states.get(name), result, now))
            pending.is_told.set()

    def _end(self, name: str, pending: _Pending) -> None:
        with self._lock:
            if self._pending.get(name) is pending:
                del self._pending[name]
            pending.is_told.set()
            pending.is_over.set()

    def _set(self, name: str, state: NameState) -> None:
        self._states[name] = state
        if len(self._states) > _MOST_NAMES:
            del self._states[next(iter(self._states))]
