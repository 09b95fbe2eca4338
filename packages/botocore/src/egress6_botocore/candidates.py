"""The endpoints that a client's own rules build for one request, with the dual-stack parameter both ways."""

from __future__ import annotations

import copy
from typing import Any, NamedTuple, Optional
from urllib.parse import urlsplit

from .choice import DEFAULT, DUAL_STACK

DUAL_STACK_BUILTIN = "AWS::UseDualStack"
ENDPOINT_BUILTIN = "SDK::Endpoint"
REGION_BUILTIN = "AWS::Region"
GLOBAL_STS_BUILTIN = "AWS::STS::UseGlobalEndpoint"

_GLOBAL_NAME = "use_global_endpoint"
_PORTS = {"http": 80}


class Candidate(NamedTuple):
    variant: str
    endpoint: Any
    """botocore's RuleSetEndpoint: url, properties, headers."""
    host: str
    """With the operation's prefix, without a port."""
    look_up_name: str
    """Whose records say whether the endpoint has IPv6: for a bucket that of its region."""
    port: int


class Candidates(NamedTuple):
    used: Candidate
    """What the client would use by itself."""
    other: Optional[Candidate]
    """None: the rules know no other endpoint, or none to which the same request could go."""


def build_candidates(
    resolver: Any, own: Any, operation_model: Any, call_args: Any, context: Any, prefix: str
) -> Candidates:
    """
    :param resolver: a plain copy of the client's, whose `construct_endpoint` is botocore's
    :param own: the endpoint that the client's rules built
    :param prefix: what the operation puts before the endpoint's name, such as `stream-`
    """
    is_dual_stack = bool(resolver._builtins.get(DUAL_STACK_BUILTIN))
    used = _candidate(resolver, own, operation_model, call_args, context, prefix, is_dual_stack)
    turned = with_dual_stack(resolver, not is_dual_stack)
    if not is_dual_stack and context and context.get(_GLOBAL_NAME):
        # Presigned URLs of S3 have the global name, unless the dual-stack switch is on.
        context = {**context, _GLOBAL_NAME: False}
    other = _endpoint_or_none(turned, operation_model, call_args, context)
    if other is None or not _is_interchangeable(own, other):
        return Candidates(used, None)
    other = _signed_as_by_the_switch(resolver, other)
    return Candidates(
        used,
        _candidate(turned, other, operation_model, call_args, context, prefix, not is_dual_stack),
    )


def with_dual_stack(resolver: Any, is_on: bool) -> Any:
    """The same rules with the same parameters but this one."""
    turned = copy.copy(resolver)
    turned._builtins = {**resolver._builtins, DUAL_STACK_BUILTIN: is_on}
    return turned


def prefix_of(operation_model: Any, call_args: Any, is_injected: bool) -> Optional[str]:
    """None: it has a parameter that was not given."""
    template = (operation_model.endpoint or {}).get("hostPrefix") if is_injected else None
    if not template:
        return ""
    try:
        return str(template).format(**(call_args or {}))
    except (KeyError, IndexError, ValueError, TypeError):
        return None


def _candidate(
    resolver: Any,
    endpoint: Any,
    operation_model: Any,
    call_args: Any,
    context: Any,
    prefix: str,
    is_dual_stack: bool,
) -> Candidate:
    parts = urlsplit(endpoint.url)
    host = parts.hostname or ""
    regional = _regional_name(resolver, host, operation_model, call_args, context)
    return Candidate(
        DUAL_STACK if is_dual_stack else DEFAULT,
        endpoint,
        prefix + host,
        prefix + regional,
        parts.port or _PORTS.get(parts.scheme, 443),
    )


def _regional_name(
    resolver: Any, host: str, operation_model: Any, call_args: Any, context: Any
) -> str:
    """All buckets of a region have the addresses of its S3 name: one look-up serves them all."""
    bucket = (call_args or {}).get("Bucket")
    if not isinstance(bucket, str) or not host.startswith(f"{bucket}."):
        return host
    without = {key: value for key, value in call_args.items() if key != "Bucket"}
    endpoint = _endpoint_or_none(resolver, operation_model, without, context)
    regional = urlsplit(endpoint.url).hostname if endpoint is not None else None
    return regional if regional and host == f"{bucket}.{regional}" else host


def _endpoint_or_none(resolver: Any, operation_model: Any, call_args: Any, context: Any) -> Any:
    """Rules refuse what a partition, or a combination of settings, does not support."""
    try:
        return resolver.construct_endpoint(
            operation_model=operation_model, call_args=call_args, request_context=context
        )
    except Exception:
        return None


def _is_interchangeable(one: Any, other: Any) -> bool:
    """Whether a request for one becomes one for the other by changing host and signing scope."""
    first, second = urlsplit(one.url), urlsplit(other.url)
    return (
        first.hostname != second.hostname
        and (first.scheme, first.path, first.query) == (second.scheme, second.path, second.query)
        and _scheme_of(one) == _scheme_of(other)
    )


def _scheme_of(endpoint: Any) -> str:
    schemes = endpoint.properties.get("authSchemes") or [{}]
    return str(schemes[0].get("name", "sigv4"))


def _signed_as_by_the_switch(resolver: Any, endpoint: Any) -> Any:
    """
    An endpoint for which the rules name no scope is signed for the client's region. A client of STS in legacy
    mode has us-east-1 there; with the dual-stack switch on it would have the region that it was made for.
    """
    builtins = resolver._builtins
    is_sts = resolver._service_model.service_name == "sts"
    if not is_sts or not builtins.get(GLOBAL_STS_BUILTIN) or endpoint.properties.get("authSchemes"):
        return endpoint
    scheme = {"name": "sigv4", "signingName": "sts", "signingRegion": builtins[REGION_BUILTIN]}
    return endpoint._replace(properties={**endpoint.properties, "authSchemes": [scheme]})
