/** The package of AWS's JavaScript SDK that has the rules of this service: `@aws-sdk/client-cloudwatch-logs`. */
export function clientPackageOf(serviceId: string): string {
  return `@aws-sdk/client-${serviceId.toLowerCase().replaceAll(/\s+/g, "-")}`;
}
