/** The parameters of a client's rules, for endpoints and for ways to sign. */
interface RuleParameters {
  readonly Endpoint?: unknown;
  readonly UseDualStack?: unknown;
}

/**
 * The same rules, but for a client that has both an endpoint of its own and the dual-stack switch: AWS's rules
 * refuse the two together, here the endpoint wins.
 */
export function lettingEndpointWin<
  Parameters extends object,
  Rest extends readonly unknown[],
  Result,
>(
  rules: (parameters: Parameters, ...rest: Rest) => Result,
): (parameters: Parameters, ...rest: Rest) => Result {
  return (parameters, ...rest) => {
    const { Endpoint, UseDualStack }: RuleParameters = parameters;
    const isRefused = Endpoint !== undefined && UseDualStack === true;
    return rules(isRefused ? { ...parameters, UseDualStack: false } : parameters, ...rest);
  };
}
