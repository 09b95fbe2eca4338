/**
 * How SDKs name things after a service. They all begin with the service id of the API model:
 * `CloudWatch Logs`, `DynamoDB`, `Database Migration Service`.
 */

/** `cloudwatchlogs`: Go's packages, PHP's client names. */
export function compactName(serviceId: string): string {
  return serviceId.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** `databasemigration`: Rust's crates, which leave out a last `Service`, `Client` or `API`. */
export function strippedName(serviceId: string): string {
  return compactName(serviceId).replace(/(?<=.)(service|client|api)$/, "");
}

/** `CloudWatchLogs`, `ElasticLoadBalancingV2`: JavaScript's client classes, Ruby's modules. */
export function pascalName(serviceId: string): string {
  return serviceId
    .split(/[^A-Za-z0-9]+/)
    .map(capitalized)
    .join("");
}

/** `cloudwatch-logs`: JavaScript's packages. */
export function hyphenName(serviceId: string): string {
  return serviceId.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

/** `cognitoIdpClient`, from the CLI name: never a reserved word. */
export function camelVariable(cliName: string): string {
  return `${cliName.replace(/[^a-z0-9]+([a-z0-9])/gi, (_, next: string) => next.toUpperCase())}Client`;
}

/** `cognito_idp_client`, from the CLI name: never a reserved word. */
export function snakeVariable(cliName: string): string {
  return `${cliName.replace(/[^a-z0-9]+/gi, "_")}_client`;
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
