/** Which public machine image makes a NAT instance. */
export interface NatImage {
  readonly product: string;
  /** The account that publishes it. */
  readonly owner: string;
  /** A pattern of its name, for one architecture. */
  readonly name: string;
  readonly architecture: "arm64" | "x86_64";
  /** What to know before it carries traffic. */
  readonly notes: readonly string[];
}

/**
 * The image of fck-nat for an instance type. Since 2026-05, NAT64 is in images of its own.
 * @source https://github.com/AndrewGuenther/fck-nat at 193c58c24d02527cff563a5109d39b792ed6ef57 (2026-05-31):
 * docs/deploying.md (owner, names), docs/features.md and packer/fck-nat.pkr.hcl (NAT64, Jool 4.1.15),
 * docs/ami-support-policy.md (images are published anew every six months and leave look-ups after two years)
 */
export function natImageFor(instanceType: string, hasNat64: boolean): NatImage {
  // Graviton families have a g after their number: t4g, c7gn.
  const architecture = /^[a-z]+\d+g/.test(instanceType) ? "arm64" : "x86_64";
  return {
    product: "fck-nat",
    owner: "568608671756",
    name: `fck-nat-${hasNat64 ? "nat64-" : ""}al2023-*-${architecture}-ebs`,
    architecture,
    notes: [
      "fck-nat is maintained by volunteers, without warranty: patch and replace the instances yourself.",
      ...(hasNat64
        ? [
            "Only its nat64 images translate IPv6 to IPv4. On the instance, `jool --version` should say 4.1.15 or later, which kernels 6.12 to 6.18 need; where Jool does not load, the image starts without NAT64.",
          ]
        : []),
    ],
  };
}
