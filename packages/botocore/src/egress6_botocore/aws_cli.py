"""The endpoints that AWS CLI v1 sets by itself, for Pythons of long ago, are not the user's."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

from .reporting import LOG

_EVENT = "before-building-argument-table-parser"
_MODULE = "awscli.customizations.overridesslcommonname"


def on_session_initialized(session: Any, parsed_args: Any = None, **_: Any) -> None:
    """Lets the rules build the names of sqs, emr, rds and some more; `--endpoint-url` still wins."""
    if getattr(parsed_args, "debug", False) and hasattr(session, "set_stream_logger"):
        session.set_stream_logger(LOG.name, logging.DEBUG)
    handler = getattr(sys.modules.get(_MODULE), "update_endpoint_url", None)
    if handler is None:
        return
    try:
        session.unregister(_EVENT, handler)
        session.register(_EVENT, _without_endpoint(handler))
    except Exception:
        LOG.debug("the AWS CLI keeps endpoints of its own", exc_info=True)
        return
    LOG.debug("the AWS CLI sets no endpoints of its own")


def _without_endpoint(handler: Callable[..., object]) -> Callable[..., None]:
    """It also sets the region of AWS Health, which has hosts in few."""

    def update_region(parsed_globals: Any, **rest: Any) -> None:
        of_user = parsed_globals.endpoint_url
        handler(parsed_globals=parsed_globals, **rest)
        parsed_globals.endpoint_url = of_user

    return update_region
