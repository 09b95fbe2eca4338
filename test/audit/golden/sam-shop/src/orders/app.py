import boto3

table = boto3.resource("dynamodb").Table("orders")
bucket = boto3.client("s3")


def main(event, context):
    return table.get_item(Key={"id": event["id"]})
