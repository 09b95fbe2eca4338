"""
IPv6 where AWS offers it, for botocore, boto3 and the AWS CLI: each request goes to the service's default name if
that has IPv6, else to the dual-stack name if that has, else to the default name, as without this package.

    import boto3, egress6_botocore
    session = egress6_botocore.install(boto3.Session())
    session.client("sqs").list_queues()

Without code: BOTOCORE_EXPERIMENTAL__PLUGINS=egress6=egress6_botocore, or the `[plugins]` section of the AWS CLI.
EGRESS6_DISABLE=1 leaves clients as they are.
"""

from __future__ import annotations

import sys
from typing import Any, Optional, TypeVar

from .attachment import LOOK_UP_SECONDS, attach, is_disabled
from .aws_cli import on_session_initialized
from .reporting import LOG, Choice, NameKnowledge, Observer, observe

__all__ = [
    "Choice",
    "NameKnowledge",
    "Observer",
    "awscli_initialize",
    "initialize_client_plugin",
    "install",
    "observe",
]
__version__ = "0.1.0"

_CREATING = "creating-client-class"
_UNIQUE_ID = "egress6"

Session = TypeVar("Session")


def install(
    session: Session,
    *,
    on_choice: Optional[Observer] = None,
    look_up_timeout: float = LOOK_UP_SECONDS,
) -> Session:
    """
    Attaches to every client that the session makes from now on, those of its credential providers too.

    :param session: a `boto3.Session` or `botocore.session.Session`; called again for it, the new options count
    :param on_choice: called with a `Choice` for each request; what it raises is ignored
    :param look_up_timeout: the longest that a first call waits for DNS, in seconds
    :returns: the same session
    :raises TypeError: for what is no session
    :raises ValueError: for a time-out that is not above zero
    """
    if not look_up_timeout > 0:
        raise ValueError(f"look_up_timeout is {look_up_timeout}. Give seconds, such as 2.0.")
    if on_choice is not None and not callable(on_choice):
        raise TypeError("on_choice is not callable. Give a function that takes a Choice.")
    botocore_session: Any = getattr(session, "_session", session)
    get_component = getattr(botocore_session, "get_component", None)
    if get_component is None:
        raise TypeError(
            f"install() takes a session of boto3 or botocore, not {type(session).__name__}. "
            "Pass boto3.Session(), or boto3.DEFAULT_SESSION after boto3.setup_default_session()."
        )
    _listen(get_component("event_emitter"), "install()", on_choice, look_up_timeout)
    return session


def initialize_client_plugin(client: Any) -> None:
    """Called by botocore for each client, where BOTOCORE_EXPERIMENTAL__PLUGINS names this module."""
    way = "BOTOCORE_EXPERIMENTAL__PLUGINS"
    attach(client, way, None, LOOK_UP_SECONDS)
    _reach_nested_clients(client, way)


def awscli_initialize(event_hooks: Any) -> None:
    """Called by the AWS CLI, where the section `[plugins]` of its config file names this module."""
    if is_disabled():
        LOG.debug("the AWS CLI is left as it is: EGRESS6_DISABLE is set")
        return
    _listen(event_hooks, "the AWS CLI", None, LOOK_UP_SECONDS)
    event_hooks.register("session-initialized", on_session_initialized)


def _listen(emitter: Any, way: str, on_choice: Optional[Observer], timeout: float) -> None:
    class Attached:
        """Put first among the bases of each client."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            attach(self, way, on_choice, timeout)

    def on_creating(base_classes: list[type], **_: Any) -> None:
        base_classes.insert(0, Attached)

    emitter.unregister(_CREATING, unique_id=_UNIQUE_ID)
    emitter.register(_CREATING, on_creating, unique_id=_UNIQUE_ID)


def _reach_nested_clients(client: Any, way: str) -> None:
    """botocore loads no plugins for the clients that credential providers make."""
    for each in type(client).__mro__:
        if each.__name__ != "BaseClient":
            continue
        package = each.__module__.rpartition(".")[0]
        for module_name in ("credentials", "tokens"):
            module = sys.modules.get(f"{package}.{module_name}")
            create = getattr(module, "create_nested_client", None)
            if module is None or create is None or hasattr(create, "_egress6"):
                continue
            setattr(module, "create_nested_client", _attaching(create, way))
        return


def _attaching(create: Any, way: str) -> Any:
    def create_nested_client(*args: Any, **kwargs: Any) -> Any:
        nested = create(*args, **kwargs)
        attach(nested, way, None, LOOK_UP_SECONDS)
        return nested

    setattr(create_nested_client, "_egress6", True)
    return create_nested_client
