"""Calls services with botocore itself, as each line of standard input sets it up, and prints where the
call would go and what it is signed for: python3 configured_endpoint_oracle.py FOLDER"""

import gc
import json
import os
import re
import sys

import fast_sessions  # noqa: F401
from awscli.botocore.loaders import Loader
from awscli.botocore.session import Session

# It would look again and again through all that stays: what was read of the services.
gc.disable()

CALLS = {
    "elbv2": "describe_load_balancers",
    "iam": "list_users",
    "logs": "describe_log_groups",
    "s3": "list_buckets",
    "sts": "get_caller_identity",
}


class Sent(Exception):
    pass


def answer(case, folder, loader):
    for name in list(os.environ):
        if name.startswith("AWS_"):
            del os.environ[name]
    for kind, variable in (
        ("config", "AWS_CONFIG_FILE"),
        ("credentials", "AWS_SHARED_CREDENTIALS_FILE"),
    ):
        path = os.path.join(folder, kind)
        with open(path, "w") as file:
            file.write(case[kind])
        os.environ[variable] = path
    os.environ.update(case["env"])
    session = Session(profile=case["profile"])
    session.register_component("data_loader", loader)
    session.set_credentials("AKIDEXAMPLE", "secret")
    client = session.create_client(case["service"], endpoint_url=case["endpointUrl"])

    def stop(request, **_):
        raise Sent(request)

    client.meta.events.register("before-send", stop)
    try:
        getattr(client, CALLS[case["service"]])()
    except Sent as sent:
        (request,) = sent.args
        authorization = str(request.headers["Authorization"])
        scope = re.search(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/", authorization)
        return {"url": request.url, "signing": {"region": scope[1], "name": scope[2]}}


folder = sys.argv[1]
loader = Loader(extra_search_paths=[os.path.join(os.environ["LAYER_DATA"])])
for line in sys.stdin:
    try:
        print(json.dumps(answer(json.loads(line), folder, loader)), flush=True)
    except Exception as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}), flush=True)
