"""How requests fail. By the names of classes: the AWS CLI carries a second copy of botocore."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Optional

_BEFORE_A_CONNECTION = frozenset(("EndpointConnectionError", "ConnectTimeoutError"))
_PERHAPS_IN_A_HANDSHAKE = frozenset(("SSLError", "ConnectionClosedError", "HTTPClientError"))
_UNANSWERED = frozenset(("ReadTimeoutError", "ConnectionClosedError"))
# Of ssl, and of urllib3 around it: there it also compares the certificate's names.
_HANDSHAKES = frozenset(("do_handshake", "_validate_conn"))
_ABOUT_A_PROXY = "ProxyConnectionError"


def is_connect_failure(error: BaseException) -> bool:
    """
    Whether a request ended before a connection was made, so that nothing of it was sent: sending it
    elsewhere cannot do the same thing twice.
    """
    names = _class_names(error)
    if _ABOUT_A_PROXY in names:
        return False
    if names & _BEFORE_A_CONNECTION:
        return True
    return bool(names & _PERHAPS_IN_A_HANDSHAKE) and any(map(_is_of_handshake, _chain(error)))


def is_name_missing(error: BaseException) -> bool:
    """Whether the name had no address."""
    return any(isinstance(each, socket.gaierror) for each in _chain(error))


def is_unanswered(error: BaseException) -> bool:
    """Whether nothing came back for a request that may have arrived."""
    return bool(_class_names(error) & _UNANSWERED)


def _class_names(error: BaseException) -> frozenset[str]:
    return frozenset(each.__name__ for each in type(error).__mro__)


def _chain(error: BaseException) -> Iterator[BaseException]:
    each: Optional[BaseException] = error
    for _ in range(10):
        if each is None:
            return
        yield each
        each = each.__cause__ or each.__context__


def _is_of_handshake(error: BaseException) -> bool:
    """Later errors of TLS look alike, but were not raised there."""
    frame = error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_name in _HANDSHAKES:
            return True
        frame = frame.tb_next
    return False
