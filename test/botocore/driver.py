"""Makes calls with a real botocore, one for each line of standard input, and prints how each ended, as JSON."""

import contextlib
import io
import json
import logging
import os
import sys
import threading
import time

if os.environ["BOTOCORE"] == "cli-v1":
    # The AWS CLI carries it, and makes it importable.
    import awscli  # noqa: F401

import botocore
import botocore.client
import botocore.session
import botocore.stub

import egress6_botocore
from egress6_botocore import attachment

REGION = "eu-central-1"
LOADER = botocore.session.Session().get_component("data_loader")


def forget():
    attachment.TABLE.forget()
    attachment.TABLE._look_up.forget()


def new_session(options, choices):
    if options.get("how") == "boto3":
        import boto3

        return egress6_botocore.install(boto3.Session(), on_choice=choices.append)
    session = botocore.session.Session(profile=options.get("profile"))
    # Models are read once, which is most of what a client costs.
    session.register_component("data_loader", LOADER)
    if options.get("how", "install") == "install":
        timeout = options.get("lookUpTimeoutMs", 2000) / 1000
        egress6_botocore.install(
            session, on_choice=choices.append, look_up_timeout=timeout
        )
    return session


def new_client(session, options):
    config = {"connect_timeout": 60, "read_timeout": options.get("readTimeout", 60)}
    config.update(options.get("config", {}))
    create = session.client if options.get("how") == "boto3" else session.create_client
    return create(
        options["service"],
        region_name=options.get("region", REGION),
        endpoint_url=options.get("endpoint"),
        config=botocore.client.Config(**config),
    )


def call(client, options):
    parameters = dict(options.get("parameters", {}))
    if "body" in options:
        parameters["Body"] = body(options["body"])
    method = botocore.xform_name(options["operation"])
    started = time.monotonic()
    ended = {}
    try:
        if options.get("stubbed"):
            with stubs(client, options["stubbed"]):
                result = getattr(client, method)(**parameters)
            ended["account"] = result.get("Account")
        elif options.get("presign"):
            ended["url"] = client.generate_presigned_url(method, parameters)
        else:
            result = getattr(client, method)(**parameters)
            if "Payload" in result:
                ended["events"] = [name for event in result["Payload"] for name in event]
            if "Body" in result:
                ended["bytes"] = len(result["Body"].read())
            ended["account"] = result.get("Account")
    except Exception as error:
        ended["error"] = type(error).__name__
        ended["message"] = str(error)
    ended["ms"] = (time.monotonic() - started) * 1000
    return ended


@contextlib.contextmanager
def stubs(client, kind):
    if kind == "Stubber":
        with botocore.stub.Stubber(client) as stubber:
            stubber.add_response(STUBBED, {"Account": "stubbed"})
            yield
    else:
        response = botocore.awsrequest.AWSResponse("", 200, {}, Raw(ANSWER))
        client.meta.events.register("before-send", lambda **_: response)
        yield


STUBBED = "get_caller_identity"
ANSWER = (
    b"<GetCallerIdentityResponse><GetCallerIdentityResult><Account>stubbed</Account>"
    b"</GetCallerIdentityResult></GetCallerIdentityResponse>"
)


class Raw(io.BytesIO):
    def stream(self, **_):
        yield self.read()


class Unseekable:
    def __init__(self, size):
        self.left = size

    def read(self, amount=-1):
        size = self.left if amount is None or amount < 0 else min(amount, self.left)
        self.left -= size
        return b"x" * size

    def __len__(self):
        return self.left


def body(kind):
    if kind["is"] == "bytes":
        return b"x" * kind["size"]
    if kind["is"] == "file":
        import tempfile

        file = tempfile.TemporaryFile()
        file.write(b"x" * kind["size"])
        file.seek(0)
        return file
    return Unseekable(kind["size"])


def in_child(client, options):
    """A call of a child process, which has neither the threads of this one nor its locks."""
    attachment.TABLE._lock.acquire()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        client.meta.events.unregister("before-send")
        forget()
        os.write(writing, json.dumps(call(client, options)).encode())
        os._exit(0)
    attachment.TABLE._lock.release()
    os.close(writing)
    with os.fdopen(reading) as told:
        ended = json.loads(told.read())
    os.waitpid(child, 0)
    return ended


def shown(choices):
    return [
        {
            "operation": each.operation,
            "hostname": each.hostname,
            "variant": each.variant,
            "reason": each.reason,
            "names": [[name.name, name.ipv6, name.outcome] for name in each.names],
            "waitedMs": each.waited_ms,
        }
        for each in choices
    ]


def do(options):
    if not options.get("keeps"):
        forget()
    before = dict(os.environ)
    os.environ.update(options.get("env", {}))
    choices = []
    if options.get("logs"):
        logged = io.StringIO()
        handler = logging.StreamHandler(logged)
        logger = logging.getLogger("egress6_botocore")
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    stop = egress6_botocore.observe(choices.append) if options.get("how") == "variable" else None
    try:
        session = new_session(options, choices)
        client = new_client(session, options)
        count = options.get("threads", 0)
        if count:
            ended = [None] * count

            def run(at):
                ended[at] = call(client, options)

            threads = [threading.Thread(target=run, args=(at,)) for at in range(count)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            return {"ended": ended, "choices": shown(choices)}
        ended = [call(client, options) for _ in range(options.get("times", 1))]
        if options.get("forks"):
            ended.append(in_child(client, options))
        answer = {**ended[0], "ended": ended, "choices": shown(choices)}
        if options.get("logs"):
            logger.removeHandler(handler)
            logger.setLevel(logging.NOTSET)
            answer["logged"] = logged.getvalue()
        return answer
    finally:
        if stop is not None:
            stop()
        os.environ.clear()
        os.environ.update(before)


print(json.dumps({"version": botocore.__version__}), flush=True)
for line in sys.stdin:
    options = json.loads(line)
    try:
        answer = do(options)
    except Exception as error:
        answer = {"error": type(error).__name__, "message": str(error), "choices": [], "ended": []}
    print(json.dumps(answer), flush=True)
