"""Makes the cheapest call of every service, and prints where each goes, signed for what; nothing is sent.

python3 every_service.py REGION, with a list of hosts that have IPv6 on standard input, as JSON; null: those to which
the dual-stack switch leads every other service."""

import gc
import json
import os
import re
import sys
import zlib

if os.environ["BOTOCORE"] == "cli-v1":
    import awscli  # noqa: F401

import botocore
import botocore.client
import botocore.session

from egress6_botocore import attachment
from egress6_botocore.name_state import ANSWER, NODATA, OPEN, LookUpResult
from egress6_botocore.name_table import NameTable

REGION = sys.argv[1]
GIVEN = json.load(sys.stdin)
HAVE_IPV6 = set(GIVEN or ())


# What the operation of the call puts before its host, such as `api.`.
prefix = ""


def look_up(name, _timeout):
    if name in HAVE_IPV6 or name[len(prefix) :] in HAVE_IPV6:
        return LookUpResult(ANSWER, ("2600:1f18:a::1",), ("52.94.5.1",))
    return LookUpResult(NODATA, (), ("52.94.5.1",))


attachment.TABLE = NameTable(look_up, lambda *_: OPEN)


class Sent(Exception):
    pass


class Catching:
    """In the place of the HTTP session."""

    def send(self, request):
        self.host = re.match(r"https?://([^/:]+)", request.url)[1]
        signed = request.headers.get("Authorization", b"")
        signed = signed.decode() if isinstance(signed, bytes) else signed
        scope = re.search(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/", signed)
        self.scope = f"{scope[2]}/{scope[1]}" if scope else "unsigned"
        raise Sent


# They hold what all clients share, which is looked through in vain.
gc.disable()
SESSION = botocore.session.Session()


def new_client(service, is_switched):
    config = botocore.client.Config(
        use_dualstack_endpoint=is_switched, retries={"total_max_attempts": 1}
    )
    return SESSION.create_client(
        service,
        region_name=REGION,
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
        config=config,
    )


def cheapest(model):
    """The first operation that needs nothing, or little, and has no name of its own."""

    def cost(name):
        operation = model.operation_model(name)
        shape = operation.input_shape
        has_own_name = bool(
            operation.endpoint
            or operation.static_context_parameters
            or operation.context_parameters
            or getattr(operation, "operation_context_parameters", None)
        )
        required = len(shape.required_members) if shape else 0
        streams = operation.has_event_stream_input
        return (has_own_name, streams, required, name)

    return min(model.operation_names, key=cost)


def filled(shape, depth=0):
    if shape is None:
        return {}
    return {name: value(shape.members[name], depth + 1) for name in shape.required_members}


def value(shape, depth):
    kind = shape.type_name
    if kind == "structure":
        return filled(shape, depth) if depth < 6 else {}
    if kind == "list":
        return [value(shape.member, depth + 1)]
    if kind == "map":
        return {"key": value(shape.value, depth + 1)}
    if kind == "string":
        return shape.enum[0] if shape.enum else "x" * max(shape.metadata.get("min", 8), 8)
    if kind in ("integer", "long", "float", "double"):
        return max(shape.metadata.get("min", 1), 1)
    if kind == "boolean":
        return True
    return b"x" if kind == "blob" else "2026-01-01T00:00:00Z"


def prefix_of(operation):
    return ((operation.endpoint or {}).get("hostPrefix") or "").format(AccountId="x" * 8)


def called(client):
    catching = client._endpoint.http_session = Catching()
    model = client.meta.service_model
    operation = cheapest(model)
    global prefix
    prefix = prefix_of(model.operation_model(operation))
    parameters = filled(model.operation_model(operation).input_shape)
    try:
        getattr(client, botocore.xform_name(operation))(**parameters)
    except Sent:
        return {"host": catching.host, "scope": catching.scope}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:200]}
    return {"error": "nothing was sent"}


for service in SESSION.get_available_services():
    client = new_client(service, False)
    if client.meta.service_model.endpoint_discovery_required:
        continue
    ends = {"bare": called(client)}
    if GIVEN is None:
        ends["switch"] = switched = called(new_client(service, True))
        host = switched.get("host", "")
        if zlib.crc32(host.encode()) % 2 and host != ends["bare"].get("host"):
            HAVE_IPV6.add(host)
    attachment.attach(client, "a test", None, 2.0)
    ends["plugin"] = called(client)
    known = {"hasIpv6": ends.get("switch", {}).get("host") in HAVE_IPV6}
    model = client.meta.service_model
    operation = model.operation_model(cheapest(model))
    known["prefix"] = prefix
    # Its rules then take another way than the catalog's.
    known["isOfItsOwn"] = bool(operation.static_context_parameters)
    print(json.dumps({"service": service, **ends, **known}), flush=True)
