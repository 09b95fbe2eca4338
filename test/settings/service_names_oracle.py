"""Has botocore itself look for a URL of a service, in a variable or in a services section, as each line of
standard input names them, and prints what it found: python3 service_names_oracle.py FOLDER"""

import json
import os
import sys

from awscli.botocore.loaders import Loader
from awscli.botocore.session import Session

folder = sys.argv[1]
loader = Loader(extra_search_paths=[os.environ["LAYER_DATA"]])
os.environ["AWS_CONFIG_FILE"] = os.path.join(folder, "names")
for line in sys.stdin:
    case = json.loads(line)
    with open(os.environ["AWS_CONFIG_FILE"], "w") as file:
        file.write(case["config"])
    os.environ.update(case["env"])
    session = Session()
    session.register_component("data_loader", loader)
    print(session.create_client(case["service"]).meta.endpoint_url)
    for name in case["env"]:
        del os.environ[name]
