#!/bin/sh
aws s3 cp s3://example/tool.tar.gz - --region eu-central-1 | tar xz
