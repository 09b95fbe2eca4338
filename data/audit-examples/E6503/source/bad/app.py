import boto3
from botocore.config import Config

swf = boto3.client(
    "swf", region_name="eu-central-1", config=Config(use_dualstack_endpoint=True)
)
