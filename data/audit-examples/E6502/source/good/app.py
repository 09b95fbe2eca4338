import boto3
from botocore.config import Config

s3 = boto3.client(
    "s3", region_name="eu-central-1", config=Config(use_dualstack_endpoint=True)
)
