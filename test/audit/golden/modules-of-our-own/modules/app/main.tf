variable "vpc_id" {}

variable "subnet_ids" {
  type = list(string)
}

resource "aws_security_group" "app" {
  vpc_id = var.vpc_id
}

data "archive_file" "app" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/app.zip"
}

resource "aws_lambda_function" "app" {
  function_name = "app"
  role          = "arn:aws:iam::111122223333:role/app"
  runtime       = "nodejs22.x"
  handler       = "app.handler"
  filename      = data.archive_file.app.output_path

  vpc_config {
    subnet_ids         = var.subnet_ids
    security_group_ids = [aws_security_group.app.id]
  }
}

output "security_group_id" {
  value = aws_security_group.app.id
}
