"""Resolves {"service", "params"} lines with botocore's own rule engine: python3 engine_oracle.py DATA"""

import glob
import json
import sys

from awscli.botocore.endpoint_provider import EndpointProvider

data = sys.argv[1]
with open(f"{data}/partitions.json") as file:
    partitions = json.load(file)
providers = {}
for line in sys.stdin:
    case = json.loads(line)
    service = case["service"]
    if service not in providers:
        newest = max(glob.glob(f"{data}/{service}/*/endpoint-rule-set-1.json"))
        with open(newest) as file:
            providers[service] = EndpointProvider(json.load(file), partitions)
    params = {k: tuple(v) if isinstance(v, list) else v for k, v in case["params"].items()}
    try:
        endpoint = providers[service].ruleset.evaluate(params)
        print(json.dumps({"url": endpoint.url} if endpoint else {"error": "no rule matches"}))
    except Exception as error:  # what the rules say is in the message, whatever the class
        print(json.dumps({"error": str(error)}))
