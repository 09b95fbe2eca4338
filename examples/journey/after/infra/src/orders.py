"""Takes orders from the queue and keeps them in the table."""

import os

import boto3

queue = boto3.client("sqs", region_name="us-east-1")
table = boto3.resource("dynamodb", region_name="us-east-1").Table(os.environ["TABLE"])


def work():
    answer = queue.receive_message(QueueUrl=os.environ["QUEUE_URL"], WaitTimeSeconds=20)
    for message in answer.get("Messages", []):
        table.put_item(Item={"id": message["MessageId"], "order": message["Body"]})
        queue.delete_message(
            QueueUrl=os.environ["QUEUE_URL"], ReceiptHandle=message["ReceiptHandle"]
        )
