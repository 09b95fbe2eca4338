"""Has botocore itself look for a URL of each service in the variables and the configuration file that it is started with,
and prints what it found, a line each: python3 service_names_oracle.py SERVICE…"""

import gc
import os
import sys

from awscli.botocore.loaders import Loader
from awscli.botocore.session import Session

# It would look again and again through all that stays: what was read of the services.
gc.disable()

session = Session()
session.register_component("data_loader", Loader(extra_search_paths=[os.environ["LAYER_DATA"]]))
# Else it would ask a metadata service that is not there, for each.
session.set_credentials("AKIDEXAMPLE", "secret")
for service in sys.argv[1:]:
    print(session.create_client(service).meta.endpoint_url)
