"""Runs commands of the AWS CLI v1, one for each line of standard input, and prints what each has said, as JSON:
python3 cli_oracle.py. Each runs as `python3 -m awscli` does, in a process of its own; but what all of them
import, which takes most of their time, is imported once."""

import gc
import json
import os
import sys
import tempfile

import fast_sessions  # noqa: F401
from awscli.clidriver import create_clidriver, main

# A child that looked for garbage would copy what it shares, and look through all that it has read.
gc.disable()

# The CLI sets the path of its data itself, when it is imported.
DATA_PATH = os.environ["AWS_DATA_PATH"]

cases = [json.loads(line) for line in sys.stdin]
# What they read is read once, too.
session = create_clidriver().session
for service in sorted({case["words"][0] for case in cases}):
    for kind in ("service-2", "endpoint-rule-set-1", "paginators-1"):
        try:
            session.get_component("data_loader").load_service_model(service, kind)
        except Exception:  # Not every service has all of them: whoever needs one will say so.
            continue

for case in cases:
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            os.environ.clear()
            os.environ.update(case["env"], AWS_DATA_PATH=DATA_PATH)
            sys.argv = ["aws", *case["words"]]
            code = 255
            try:
                code = main()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        os.waitpid(child, 0)
        said.seek(0)
        print(json.dumps(said.read().decode()), flush=True)
