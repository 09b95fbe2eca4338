#!/bin/sh
export AWS_USE_DUALSTACK_ENDPOINT=true
aws s3 cp s3://example/app.tar.gz /opt/ --region eu-central-1
