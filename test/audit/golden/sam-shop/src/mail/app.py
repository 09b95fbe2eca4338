import boto3

mail = boto3.client("sqs")
DOCS = "https://docs.aws.amazon.com/ses/"


def main(event, context):
    return None
