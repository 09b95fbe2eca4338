"""What the plugin adds to a warm call: python3 warm_calls.py ROUNDS CALLS. Nothing is sent."""

import io
import json
import os
import sys
import time

if os.environ["BOTOCORE"] == "cli-v1":
    import awscli  # noqa: F401

import botocore
import botocore.awsrequest
import botocore.session

from egress6_botocore import attachment
from egress6_botocore.name_state import ANSWER, NODATA, OPEN, LookUpResult
from egress6_botocore.name_table import NameTable

ROUNDS, CALLS = int(sys.argv[1]), int(sys.argv[2])
ANSWERS = {
    "sts": b"<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>",
    "s3": b"",
}
OPERATIONS = {"sts": ("GetCallerIdentity", {}), "s3": ("HeadBucket", {"Bucket": "bucket-a"})}


def look_up(name, _timeout):
    has_ipv6 = "dualstack" in name or name.endswith(".api.aws")
    return LookUpResult(ANSWER if has_ipv6 else NODATA, ("2600:1f18:a::1",), ("52.94.5.1",))


# The clock stands still, so that nothing is looked up anew.
attachment.TABLE = NameTable(look_up, lambda *_: OPEN, clock=lambda: 0.0)


class Answering:
    """In the place of the HTTP session."""

    def __init__(self, body):
        self.body = body

    def send(self, request):
        return botocore.awsrequest.AWSResponse(request.url, 200, {}, Raw(self.body))


class Raw(io.BytesIO):
    def stream(self, **_):
        yield self.read()


def new_client(session, service, is_attached):
    client = session.create_client(
        service,
        region_name="eu-central-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
    )
    client._endpoint.http_session = Answering(ANSWERS[service])
    if is_attached:
        attachment.attach(client, "the bench", None, 2.0)
    return client


def microseconds(work):
    started = time.process_time()
    for _ in range(CALLS):
        work()
    return (time.process_time() - started) / CALLS * 1e6


def resolving(client, service):
    name, parameters = OPERATIONS[service]
    model = client.meta.service_model.operation_model(name)
    construct = client._ruleset_resolver.construct_endpoint
    return lambda: construct(model, parameters, {})


def settling(client, service):
    """What the plugin does with the answer to a request."""
    kept = []
    settled = attachment._settled
    attachment._settled = lambda *args: kept.append(args) or settled(*args)
    calling(client, service)()
    attachment._settled = settled
    return lambda: settled(*kept[0])


def calling(client, service):
    name, parameters = OPERATIONS[service]
    method = getattr(client, botocore.xform_name(name))
    return lambda: method(**parameters)


session = botocore.session.Session()
for service in OPERATIONS:
    clients = [new_client(session, service, is_attached) for is_attached in (False, True)]
    report = {"version": botocore.__version__, "service": service}
    for title, kind in (("call", calling), ("resolve", resolving)):
        bare, attached = (kind(client, service) for client in clients)
        bare(), attached()
        # In turns, so that what else the machine does falls on both.
        pairs = [(microseconds(bare), microseconds(attached)) for _ in range(ROUNDS)]
        # The least of all rounds: what else the machine does only ever adds.
        bare_least, attached_least = (min(each) for each in zip(*pairs))
        report[title] = {
            "bare": bare_least,
            "attached": attached_least,
            "added": attached_least - bare_least,
        }
    settle = settling(clients[1], service)
    least = min(microseconds(settle) for _ in range(ROUNDS))
    report["own"] = report["resolve"]["added"] + least
    print(json.dumps(report), flush=True)
