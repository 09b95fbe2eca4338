/** CLI names of what nearly every workload on AWS calls, tried when no list is given. */
export const DEFAULT_SERVICES: readonly string[] = [
  "sts",
  "s3",
  "ec2",
  "ssm",
  "ecr",
  "logs",
  "secretsmanager",
  "sqs",
  "dynamodb",
];

/** Hosts outside AWS that builds and start-ups fetch from; shown for information when no list is given. */
export const DEFAULT_HOSTS: readonly string[] = [
  "github.com",
  "registry-1.docker.io",
  "registry.npmjs.org",
  "pypi.org",
];
