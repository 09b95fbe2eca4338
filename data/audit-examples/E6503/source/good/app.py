import boto3

swf = boto3.client("swf", region_name="eu-central-1")
