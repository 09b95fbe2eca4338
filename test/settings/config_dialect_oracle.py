"""Has botocore resolve endpoints as each line of standard input sets it up: files, variables, services.
Prints one line of answers by service for each: python3 config_dialect_oracle.py FOLDER"""

import gc
import json
import os
import sys

import fast_sessions  # noqa: F401
from awscli.botocore.loaders import Loader
from awscli.botocore.session import Session

# It would look again and again through all that stays: what was read of the services.
gc.disable()


def write(folder, name, variable, text):
    path = os.path.join(folder, name)
    if text is None:
        os.environ[variable] = os.path.join(folder, "none")
        return
    with open(path, "w", newline="") as file:
        file.write(text)
    os.environ[variable] = path


def resolved(session, service):
    try:
        client = session.create_client(service)
        resolver = client._ruleset_resolver
        names = client.meta.service_model.operation_names
        for name in names:
            operation = client.meta.service_model.operation_model(name)
            needed = operation.static_context_parameters or operation.context_parameters
            if needed or operation.operation_context_parameters:
                continue
            endpoint = resolver.construct_endpoint(operation, {}, {"client_region": client.meta.region_name})
            return {"url": endpoint.url}
        operation = client.meta.service_model.operation_model(names[0])
        endpoint = resolver.construct_endpoint(operation, {}, {"client_region": client.meta.region_name})
        return {"url": endpoint.url}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


folder = sys.argv[1]
loader = Loader(extra_search_paths=[os.environ["LAYER_DATA"]])
for line in sys.stdin:
    case = json.loads(line)
    for name in list(os.environ):
        if name.startswith(("AWS_", "AMAZON_")):
            del os.environ[name]
    write(folder, "config", "AWS_CONFIG_FILE", case["config"])
    write(folder, "credentials", "AWS_SHARED_CREDENTIALS_FILE", case["credentials"])
    os.environ.update(case["env"])
    answers = {}
    session = Session()
    session.register_component("data_loader", loader)
    try:
        session.set_credentials("AKIDEXAMPLE", "secret")
        for service in case["services"]:
            answers[service] = resolved(session, service)
    except Exception as error:
        for service in case["services"]:
            answers[service] = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answers), flush=True)
