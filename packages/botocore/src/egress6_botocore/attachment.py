"""Attaches the plugin to one client: its endpoint resolver chooses, its endpoint falls back."""

from __future__ import annotations

import copy
import inspect
import os
import time
from collections.abc import Callable
from typing import Any, Optional
from urllib.parse import urlsplit, urlunsplit

from .candidates import (
    ENDPOINT_BUILTIN,
    Candidate,
    Candidates,
    build_candidates,
    prefix_of,
)
from .choice import DUAL_STACK, EXPLICIT, FELL_BACK, ONLY_NAME, PROXY, choose
from .connect_failure import is_connect_failure, is_name_missing, is_unanswered
from .look_up import SystemLookUp
from .name_state import UNKNOWN, NameState, offers_ipv6
from .name_table import NameTable
from .reporting import LOG, Choice, NameKnowledge, Observer, is_observed, report

DISABLE_VARIABLE = "EGRESS6_DISABLE"
LOOK_UP_SECONDS = 2.0

TABLE = NameTable(SystemLookUp())

_MARK = "_egress6"
_ROUTE = "egress6"
_MOST_KEPT = 500
_ABSENT: Any = object()


def is_disabled() -> bool:
    return os.environ.get(DISABLE_VARIABLE, "").strip().lower() in ("1", "true", "yes", "on")


class Settings:
    """Of one client."""

    __slots__ = (
        "client_name",
        "events",
        "is_injected",
        "kept",
        "on_choice",
        "own",
        "plain",
        "timeout",
    )

    def __init__(self, client: Any, on_choice: Optional[Observer], timeout: float) -> None:
        self.client_name: str = client.meta.service_model.service_name
        self.is_injected: bool = getattr(client.meta.config, "inject_host_prefix", True)
        self.events = client.meta.events
        self.kept: dict[object, Candidates] = {}
        self.on_choice = on_choice
        self.timeout = timeout
        # The client's resolver as it was: the rules are asked through it.
        self.plain = copy.copy(client._ruleset_resolver)
        # Why all requests go to the client's own name; None: they need not.
        self.own = _reason_to_stay(client, self.plain)


def _reason_to_stay(client: Any, resolver: Any) -> Optional[str]:
    if resolver._builtins.get(ENDPOINT_BUILTIN) is not None:
        return EXPLICIT
    proxies = getattr(client._endpoint.http_session, "_proxy_config", None)
    if proxies is not None and proxies.proxy_url_for(client.meta.endpoint_url) is not None:
        return PROXY
    return None


class Route:
    """Where a request goes, and where it could go. Travels in botocore's request context."""

    __slots__ = (
        "auth_type",
        "candidates",
        "is_other",
        "is_silent",
        "operation",
        "request_dict",
        "signing",
    )

    def __init__(self, candidates: Candidates, operation: str, context: dict[str, Any]) -> None:
        self.candidates = candidates
        self.operation = operation
        self.is_other = False
        # The chosen name did not answer an earlier attempt in time.
        self.is_silent = False
        self.request_dict: Optional[dict[str, Any]] = None
        # What the context had before the rules had their say.
        self.auth_type = context.get("auth_type", _ABSENT)
        signing = context.get("signing", _ABSENT)
        self.signing = signing if signing is _ABSENT else dict(signing)

    def __repr__(self) -> str:
        return f"<egress6 {self.current.host}>"

    @property
    def current(self) -> Candidate:
        used, other = self.candidates
        return other if self.is_other and other is not None else used


def attach(client: Any, way: str, on_choice: Optional[Observer], timeout: float) -> None:
    """Once for each client; whatever is unknown about it is left as it is. Never raises."""
    try:
        _attach(client, way, on_choice, timeout)
    except Exception:
        LOG.debug("not attached: this botocore is unknown to egress6", exc_info=True)


def _attach(client: Any, way: str, on_choice: Optional[Observer], timeout: float) -> None:
    name = client.meta.service_model.service_name
    region = client.meta.region_name
    if is_disabled():
        LOG.debug("not attached to %s in %s: %s is set", name, region, DISABLE_VARIABLE)
        return
    resolver = getattr(client, "_ruleset_resolver", None)
    endpoint = getattr(client, "_endpoint", None)
    if hasattr(resolver, _MARK):
        return
    missing = _missing_parts(resolver, endpoint)
    if missing is not None:
        LOG.debug("not attached to %s in %s: %s", name, region, missing)
        return
    settings = Settings(client, on_choice, timeout)
    setattr(resolver, _MARK, settings)
    setattr(endpoint, _MARK, (settings, resolver))
    resolver.__class__ = _choosing(type(resolver))
    endpoint.__class__ = _falling_back(type(endpoint))
    LOG.debug("attached to %s in %s, by %s", name, region, way)


def _missing_parts(resolver: Any, endpoint: Any) -> Optional[str]:
    """Names that begin with an underscore may go away: then nothing is touched."""
    if resolver is None:
        return "the service has no endpoint rules"
    if not isinstance(getattr(resolver, "_builtins", None), dict):
        return "its resolver has no parameters"
    for owner, names in (
        (resolver, ("construct_endpoint", "auth_schemes_to_signing_ctx")),
        (endpoint, ("make_request", "create_request", "_do_get_response")),
    ):
        for name in names:
            method = getattr(owner, name, None)
            if not callable(method):
                return f"{type(owner).__name__}.{name} is missing"
            if inspect.iscoroutinefunction(method):
                return "it is an asynchronous client"
    return None


_classes: dict[tuple[str, type], type] = {}


def _subclass(kind: str, base: type, methods: dict[str, Any]) -> type:
    known = _classes.get((kind, base))
    if known is None:
        known = _classes[(kind, base)] = type(base.__name__, (base,), methods)
    return known


def _choosing(base: Any) -> type:
    """The resolver's class, whose endpoints are chosen. A subclass, as an attribute would be a cycle."""

    def construct_endpoint(
        self: Any, operation_model: Any, call_args: Any, request_context: Any
    ) -> Any:
        own = base.construct_endpoint(self, operation_model, call_args, request_context)
        try:
            settings = getattr(self, _MARK)
            return _chosen(settings, own, operation_model, call_args, request_context)
        except Exception:
            LOG.debug("nothing was chosen", exc_info=True)
            return own

    return _subclass("resolver", base, {"construct_endpoint": construct_endpoint})


def _chosen(
    settings: Settings, own: Any, operation_model: Any, call_args: Any, context: Any
) -> Any:
    url = own.url
    operation = operation_model.name
    if settings.own is not None:
        _report_host(settings, operation, urlsplit(url).hostname or "", settings.own)
        return own
    prefix = prefix_of(operation_model, call_args, settings.is_injected)
    if prefix is None or own.properties.get("backend") == "S3Express":
        return own
    key = (url, prefix, operation, _region_of(own))
    candidates = settings.kept.get(key)
    if candidates is None:
        candidates = build_candidates(
            settings.plain, own, operation_model, call_args, context, prefix
        )
        if len(settings.kept) >= _MOST_KEPT:
            settings.kept.clear()
        settings.kept[key] = candidates
    if context is None:
        context = {}
    route = Route(candidates, operation, context)
    before = context.get(_ROUTE)
    if before is not None:
        # S3 asks once more, for a bucket in another region.
        route.request_dict = before.request_dict
    other = candidates.other
    if other is None:
        _report(settings, route, ONLY_NAME)
        context[_ROUTE] = route
        return own
    now = TABLE.clock()
    decided = _choose_at_once(settings, candidates, now)
    waited = 0.0
    if decided is None:
        if _is_stubbed(settings.events, operation_model):
            _report(settings, route, EXPLICIT)
            return own
        decided = _choose_after_look_ups(settings, candidates)
        waited = (TABLE.clock() - now) * 1000
    route.is_other, reason = decided
    context[_ROUTE] = route
    _report(settings, route, reason, waited)
    return other.endpoint if route.is_other else own


def _region_of(endpoint: Any) -> object:
    """An S3 client follows a bucket to another region under the same global name."""
    schemes = endpoint.properties.get("authSchemes")
    return schemes[0].get("signingRegion") if schemes else None


def _is_stubbed(events: Any, operation_model: Any) -> bool:
    """
    Whether responses are made up, by botocore's Stubber or in the way of moto, and nothing is sent. A look-up
    may take long where there is no network.
    """
    emitter = getattr(events, "_emitter", events)
    search = getattr(getattr(emitter, "_handlers", None), "prefix_search", None)
    if search is None:
        return False
    service = operation_model.service_model.service_id.hyphenize()
    if search(f"before-send.{service}.{operation_model.name}"):
        return True
    handlers = search(f"before-call.{service}.{operation_model.name}")
    return any(
        type(getattr(each, "__self__", None)).__name__ == "Stubber" for each in handlers or ()
    )


def _choose_at_once(
    settings: Settings, candidates: Candidates, now: float
) -> Optional[tuple[bool, str]]:
    """What follows from what is known now; None: a name was never looked up."""
    used, other = candidates
    timeout = settings.timeout
    own = TABLE.peek(used.look_up_name, used.port, timeout, False, now)
    if own is None:
        return None
    second: Optional[NameState] = None
    if other is not None and not offers_ipv6(own, now):
        second = TABLE.peek(other.look_up_name, other.port, timeout, True, now)
        if second is None:
            return None
    return choose(own, second, used.variant == DUAL_STACK, now)


def _choose_after_look_ups(
    settings: Settings, candidates: Candidates, anew: bool = False
) -> tuple[bool, str]:
    """What follows from look-ups, or from what is known when their time is over."""
    used, other = candidates
    timeout = settings.timeout
    deadline = time.monotonic() + timeout
    asked = [(used, TABLE.begin(used.look_up_name, used.port, timeout, False, anew))]
    if other is not None:
        asked.append((other, TABLE.begin(other.look_up_name, other.port, timeout, True, anew)))
    for candidate, pending in asked:
        state = TABLE.wait(candidate.look_up_name, pending, deadline)
        if candidate is not used or state is None:
            continue
        if offers_ipv6(state, TABLE.clock()) or state.is_private:
            break
    second = None if other is None else TABLE.known(other.look_up_name)
    own = TABLE.known(used.look_up_name)
    return choose(own, second, used.variant == DUAL_STACK, TABLE.clock())


def _falling_back(base: Any) -> type:
    """The endpoint's class, whose requests go to the other name where the chosen one cannot be connected to."""

    def make_request(self: Any, operation_model: Any, request_dict: Any) -> Any:
        route = request_dict.get("context", {}).get(_ROUTE)
        if route is not None:
            route.request_dict = request_dict
        return base.make_request(self, operation_model, request_dict)

    def _do_get_response(self: Any, request: Any, operation_model: Any, context: Any) -> Any:
        answer = base._do_get_response(self, request, operation_model, context)
        route = context.get(_ROUTE)
        if route is None:
            return answer
        try:
            settings, resolver = getattr(self, _MARK)

            def send_again() -> Any:
                # Raises where bytes of a stream have left that cannot be had again.
                request.reset_stream()
                again = self.create_request(route.request_dict, operation_model)
                return base._do_get_response(self, again, operation_model, context)

            return _settled(settings, resolver, route, request, context, answer, send_again)
        except Exception:
            LOG.debug("no fallback", exc_info=True)
            return answer

    methods = {"make_request": make_request, "_do_get_response": _do_get_response}
    return _subclass("endpoint", base, methods)


def _settled(
    settings: Settings,
    resolver: Any,
    route: Route,
    request: Any,
    context: Any,
    answer: Any,
    send_again: Callable[[], Any],
) -> Any:
    """The answer to a request, or that of the other name."""
    error = answer[1]
    current = route.current
    host = urlsplit(request.url).hostname
    if host != current.host.lower():
        # Endpoint discovery has put another host there.
        _report_discovered(settings, route, host or "", current.port)
        return answer
    other = route.candidates.other
    if error is None:
        if route.is_other and other is not None:
            TABLE.note_success(other.look_up_name)
        elif route.is_silent and other is not None:
            TABLE.note_silence(other.look_up_name)
        return answer
    if route.request_dict is None or other is None:
        return answer
    if not is_connect_failure(error):
        if route.is_other and is_unanswered(error):
            # It may have arrived: the SDK decides about another attempt, which goes to the client's own name.
            _direct(resolver, route, context, False)
            route.is_silent = True
        return answer
    if not route.is_other and not _may_leave(settings, route, error):
        return answer
    failed = current.look_up_name
    _direct(resolver, route, context, not route.is_other)
    _report(settings, route, FELL_BACK)
    try:
        second = send_again()
    except BaseException:
        _direct(resolver, route, context, not route.is_other)
        raise
    second_error = second[1]
    # Had the second name failed alike, the fault would not be the first one's.
    if second_error is None or not is_connect_failure(second_error):
        TABLE.note_connect_failure(failed)
        if second_error is None and route.is_other:
            TABLE.note_success(other.look_up_name)
    return second


def _may_leave(settings: Settings, route: Route, error: BaseException) -> bool:
    """Whether the client's own name is to be left for the other, when it could not be connected to."""
    used, other = route.candidates
    if other is None:
        return False
    if route.is_silent:
        return True
    is_missing = is_name_missing(error)
    if is_missing:
        # What was believed of the name was wrong, unless it was learnt meanwhile.
        _choose_after_look_ups(settings, route.candidates, anew=True)
    own, second = TABLE.known(used.look_up_name), TABLE.known(other.look_up_name)
    now = TABLE.clock()
    if second is not None and offers_ipv6(second, now):
        leaves, _ = choose(None if is_missing else own, second, False, now)
        if leaves:
            return True
    # The dual-stack switch is on, and builds a name that does not exist.
    return is_missing and used.variant == DUAL_STACK


def _direct(resolver: Any, route: Route, context: Any, to_other: bool) -> None:
    """The same request to the other name, to be signed in the scope that the rules want there."""
    request_dict = route.request_dict
    if request_dict is None:
        return
    left = route.current
    route.is_other = to_other
    to = route.current
    parts = urlsplit(request_dict["url"])
    if (parts.hostname or "") != left.host.lower():
        raise LookupError("the request goes to another host")
    port = "" if parts.port is None else f":{parts.port}"
    request_dict["url"] = urlunsplit(parts._replace(netloc=to.host + port))
    _restore(context, "auth_type", route.auth_type)
    signing = {} if route.signing is _ABSENT else dict(route.signing)
    properties = to.endpoint.properties
    schemes = properties.get("authSchemes")
    if schemes is not None:
        auth_type, scope = resolver.auth_schemes_to_signing_ctx(schemes)
        context["auth_type"] = auth_type
        signing.update(scope)
    _restore(context, "signing", _ABSENT if route.signing is _ABSENT and not signing else signing)
    if "endpoint_properties" in context:
        context["endpoint_properties"] = properties


def _restore(context: Any, key: str, value: Any) -> None:
    if value is _ABSENT:
        context.pop(key, None)
    else:
        context[key] = value


def _report(settings: Settings, route: Route, reason: str, waited: float = 0.0) -> None:
    if not is_observed(settings.on_choice):
        return
    current = route.current
    names = tuple(_knowledge(each) for each in route.candidates if each is not None)
    choice = Choice(
        settings.client_name,
        route.operation,
        current.host,
        current.variant,
        reason,
        names,
        waited,
    )
    report(settings.on_choice, choice)


def _knowledge(candidate: Candidate) -> NameKnowledge:
    state = TABLE.known(candidate.look_up_name)
    ipv6, outcome = (UNKNOWN, None) if state is None else (state.ipv6, state.outcome)
    return NameKnowledge(candidate.look_up_name, candidate.variant, ipv6, outcome)


def _report_host(settings: Settings, operation: str, host: str, reason: str) -> None:
    if is_observed(settings.on_choice):
        choice = Choice(settings.client_name, operation, host, None, reason, (), 0.0)
        report(settings.on_choice, choice)


def _report_discovered(settings: Settings, route: Route, host: str, port: int) -> None:
    """A host that the service hands out is looked up as any other; there is no second one for it."""
    if not is_observed(settings.on_choice):
        return
    state = TABLE.peek(host, port, settings.timeout, False, TABLE.clock())
    if state is None:
        TABLE.begin(host, port, settings.timeout, False)
    variant = route.candidates.used.variant
    known = (UNKNOWN, None) if state is None else (state.ipv6, state.outcome)
    names = (NameKnowledge(host, variant, *known),)
    choice = Choice(settings.client_name, route.operation, host, variant, ONLY_NAME, names, 0.0)
    report(settings.on_choice, choice)
