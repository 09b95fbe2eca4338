import boto3
from botocore.config import Config

logs = boto3.client(
    "logs",
    region_name="eu-central-1",
    endpoint_url="https://logs.eu-central-1.api.aws",
    config=Config(use_dualstack_endpoint=True),
)
