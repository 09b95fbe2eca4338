import boto3

logs = boto3.client(
    "logs",
    region_name="eu-central-1",
    endpoint_url="https://logs.eu-central-1.api.aws",
)
