"""Runs commands of the AWS CLI v1 as each line of standard input sets it up, in one process, and prints the
hosts that they would have called: python3 cli_dialect_oracle.py FOLDER"""

import contextlib
import gc
import io
import json
import os
import sys

import fast_sessions  # noqa: F401
from awscli.clidriver import create_clidriver

# It would look again and again through all that stays: what was read of the services.
gc.disable()

COMMANDS = {
    "s3": ["s3api", "list-buckets"],
    "sts": ["sts", "get-caller-identity"],
}


class Sent(BaseException):
    pass


def called(command):
    def stop(request, **_):
        raise Sent(request.url)

    said = io.StringIO()
    try:
        driver = create_clidriver()
        driver.session.register("before-send", stop)
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            code = driver.main(command)
    except Sent as sent:
        return {"url": sent.args[0]}
    except Exception as error:
        return {"error": str(error)}
    return {"error": f"exit code {code}: {said.getvalue()}"}


folder = sys.argv[1]
for line in sys.stdin:
    case = json.loads(line)
    for name in list(os.environ):
        # The CLI sets the path of its data itself.
        if name.startswith(("AWS_", "AMAZON_")) and name != "AWS_DATA_PATH":
            del os.environ[name]
    for kind, variable in (
        ("config", "AWS_CONFIG_FILE"),
        ("credentials", "AWS_SHARED_CREDENTIALS_FILE"),
    ):
        os.environ[variable] = os.path.join(folder, "none" if case[kind] is None else kind)
        if case[kind] is not None:
            with open(os.path.join(folder, kind), "w", newline="") as file:
                file.write(case[kind])
    os.environ.update(AWS_ACCESS_KEY_ID="AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY="secret")
    os.environ.update(case["env"])
    print(json.dumps({each: called(COMMANDS[each]) for each in case["services"]}), flush=True)
