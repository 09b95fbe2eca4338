URL = "https://logs.eu-central-1.amazonaws.com"
