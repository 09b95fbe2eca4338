/**
 * CLI names of the services whose rules take any endpoint URL but that of their own dual-stack name.
 * @source botocore data/dynamodb/2012-08-10/endpoint-rule-set-1.json; a test asks the rules of all services
 */
export const REFUSED_AS_URL: readonly string[] = ["dynamodb"];
