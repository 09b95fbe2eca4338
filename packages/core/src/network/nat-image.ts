import { Egress6Error } from "../errors.js";
import type { EgressOption } from "../facts/egress-option.js";

/** Which public machine image makes a NAT instance. */
export interface NatImage {
  readonly product: string;
  /** The account that publishes it. */
  readonly owner: string;
  /** A pattern of its name, for one architecture. */
  readonly name: string;
  readonly architecture: "arm64" | "x86_64";
  /** Whether it is published in the region: elsewhere somebody has to name an image. */
  readonly isPublished: boolean;
  /** What to know before it carries traffic, in sentences. */
  readonly notes: readonly string[];
}

const IMAGE_ID_PLACES =
  "`-var nat_image_id=AMI_ID` in Terraform, the parameter NatInstanceImage in CloudFormation";

/**
 * The image for an instance type, as the egress option has it.
 * @throws Egress6Error FACTS_INVALID when the option has none
 */
export function natImageFor(
  instanceType: string,
  hasNat64: boolean,
  region: string,
  options: readonly EgressOption[],
): NatImage {
  const image = options.find(({ id }) => id === "nat-instance")?.image;
  if (image === undefined) {
    throw new Egress6Error(
      "FACTS_INVALID",
      "input",
      "egress-options.json does not say of nat-instance which image it runs.",
    );
  }
  const { product, owner, notes, nat64Notes, regionsSource, asOf } = image;
  const isPublished = image.regions.includes(region);
  // Graviton families have a g after their number: t4g, c7gn.
  const architecture = /^[a-z]+\d+g/.test(instanceType) ? "arm64" : "x86_64";
  return {
    product,
    owner,
    name: `${hasNat64 ? image.nat64Name : image.name}-${architecture}-ebs`,
    architecture,
    isPublished,
    notes: [
      ...(isPublished
        ? []
        : [
            `${product} publishes no image in ${region} (${asOf}: ${regionsSource}), so nothing can be looked up.`,
            `Build one in ${region} from its sources (Packer), or take another image for NAT${hasNat64 ? " and NAT64" : ""}, and give its id: ${IMAGE_ID_PLACES}.`,
          ]),
      ...[...notes, ...(hasNat64 ? nat64Notes : [])].map(
        (note) => `${note.charAt(0).toUpperCase()}${note.slice(1)}.`,
      ),
    ],
  };
}
