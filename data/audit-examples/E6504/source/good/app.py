# Principals and ARNs are no endpoints.
PRINCIPAL = "logs.eu-central-1.amazonaws.com"
URL = "https://logs.eu-central-1.api.aws"
