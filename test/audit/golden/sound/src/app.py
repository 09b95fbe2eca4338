import boto3

bucket = boto3.client("s3", region_name="eu-central-1")
