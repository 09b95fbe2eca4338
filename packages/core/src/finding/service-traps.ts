import { signInOf } from "../settings/read/aws-config.js";
import { privateWords } from "../settings/resolve/evidence-words.js";
import { regionalNameVariable } from "../settings/resolve/global-name.js";
import { leavesPrivateName } from "../verdict/readiness.js";
import { isInEcs, isOnDualstackName } from "./situation.js";
import type { Trap } from "./trap.js";

/** DynamoDB clients that know their account call a host of the account. */
export const dynamodbAccountEndpoint: Trap = ({ service, source, env, settled, region, sdk }) => {
  if (service.cliName !== "dynamodb" || source !== "rules") return null;
  const known = sdk?.sdk.settings["account-id-mode"];
  if (known?.value === "no") return null;
  const isInCodeOnly = known?.value === "partial" && known.readFrom.length === 0;
  const written =
    env["AWS_ACCOUNT_ID_ENDPOINT_MODE"] ||
    settled.profileEntries.get("account_id_endpoint_mode")?.value;
  const mode = (isInCodeOnly ? null : written) || "preferred";
  if (mode === "disabled" || settled.fips.value) return null;
  return {
    id: "dynamodb-account-endpoint",
    severity: "caution",
    message: `The account endpoint mode is "${mode}": where credentials carry the account id, calls go to <account>.ddb.${region}… instead of this host. Allow-lists, probes and interface endpoints see another name.`,
    remedy: isInCodeOnly
      ? "Allow for both names, or set the mode to `disabled` in code: this SDK reads it from nowhere else."
      : "Allow for both names, or set AWS_ACCOUNT_ID_ENDPOINT_MODE=disabled.",
    place: null,
    source:
      known?.source ??
      "https://docs.aws.amazon.com/sdkref/latest/guide/feature-account-endpoints.html",
  };
};

/** S3 and STS have a name from before regions had their own, which some SDKs still call. */
export const globalName: Trap = ({ isGlobalName, service, hostname, sdk, region }) => {
  if (!isGlobalName) return null;
  const variable = regionalNameVariable(service.cliName);
  return {
    id: "global-name",
    severity: "caution",
    message: `${sdk?.sdk.name} calls ${hostname}, the one name for all regions, and neither what was observed of the regional names nor a route to ${region} says anything of it.`,
    remedy: `Set ${variable}=regional, or the dual-stack switch, which leads away from it, too.`,
    place: null,
    source:
      (service.cliName === "s3" ? sdk?.sdk.s3GlobalName : sdk?.sdk.stsGlobalName)?.source ??
      "https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html",
  };
};

/** `https://ssoins-0123.portal.us-east-2.app.aws`: a portal that has IPv6. */
const DUALSTACK_PORTAL = /^https:\/\/[\w-]+\.portal\.[\w-]+\.app\.aws(?:[/?#]|$)/;

/** The login of a dual-stack portal hands out a link to the portal of the endpoint that is called. */
export const ssoStartUrl: Trap = ({ service, files, settled, source }) => {
  if (service.cliName !== "sso-oidc" || settled.dualstack.value || source !== "rules") return null;
  const { profileEntries, reading } = settled;
  const startUrl = signInOf(files, profileEntries, reading.dialect)?.startUrl ?? null;
  if (startUrl === null || !DUALSTACK_PORTAL.test(startUrl.value)) return null;
  return {
    id: "sso-start-url",
    severity: "caution",
    message:
      "The start URL is that of a dual-stack portal, and the login goes to the endpoint for IPv4: the link of a device-code login then leads to the portal for IPv4. Code cannot set it for the clients that sign in.",
    remedy: "Set AWS_USE_DUALSTACK_ENDPOINT=true for the login.",
    place: startUrl.place,
    source: "https://github.com/aws/aws-cli/issues/10507",
  };
};

/** The API endpoint is not where images come from. */
export const ecrRegistryHost: Trap = ({ service, region }) => {
  if (service.cliName !== "ecr") return null;
  return {
    id: "ecr-registry-host",
    severity: "caution",
    message: `Settings move the API of ECR only. Over IPv6, images come from another registry host, <account>.dkr-ecr.${region}.on.aws; credential helpers match on the host (amazon-ecr-credential-helper from 0.10.0), and an ECR interface endpoint carries IPv4 names only.`,
    remedy: "Name the image by that host, and do not combine it with ECR PrivateLink.",
    place: null,
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html",
  };
};

/** The gateway endpoint of a VPC may be IPv4 only, and policies may rest on it. */
export const s3GatewayEndpoint: Trap = (situation) => {
  if (situation.service.cliName !== "s3" || !isOnDualstackName(situation)) return null;
  return {
    id: "s3-gateway-endpoint",
    severity: "caution",
    message:
      "Over IPv6, calls leave an IPv4-only gateway endpoint: policies with aws:SourceVpce or aws:SourceVpc stop matching, and traffic takes another way.",
    remedy:
      "Make the gateway endpoint dual-stack, or check bucket and endpoint policies before the switch.",
    place: null,
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html",
  };
};

/** The dual-stack name is public; the default one leads to the VPC's own endpoint here. */
export const interfaceEndpoint: Trap = (situation) => {
  const { readiness } = situation;
  if (!leavesPrivateName(readiness)) return null;
  const isLeft = isOnDualstackName(situation);
  const name = readiness.byOptIn?.hostname ?? "The dual-stack name";
  return {
    id: "interface-endpoint",
    severity: isLeft ? "breaks" : "caution",
    message: `${privateWords(readiness.byDefault)} ${name} is public: calls there leave the interface endpoint, its policy and aws:SourceVpce conditions, and have no way out of a closed subnet.`,
    remedy:
      "Keep the default name, or make the endpoint dual-stack with its DNS record type and look again.",
    place: null,
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html",
  };
};

/** Clients that move to IPv6 come from another address. */
export const sourceIpConditions: Trap = (situation) => {
  const { byOptIn } = situation.readiness;
  if (!isOnDualstackName(situation) || byOptIn?.ipv6 === "no") return null;
  return {
    id: "source-ip-conditions",
    severity: "caution",
    message:
      "Policies with IPv4-only aws:SourceIp conditions shut out clients that come over IPv6, or let them in where they deny.",
    remedy: "Add the IPv6 ranges to such conditions before the switch.",
    place: null,
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ipv6-access.html",
  };
};

const PULLED_BY_ECS = ["ecr", "ecs", "logs", "secretsmanager", "ssm"];

/** What ECS itself calls for a task follows the subnet, not the settings of the container. */
export const ecsDualStackSubnet: Trap = ({ env, service }) => {
  if (service.cliName !== "ecs" && !(isInEcs(env) && PULLED_BY_ECS.includes(service.cliName))) {
    return null;
  }
  return {
    id: "ecs-dual-stack-subnet",
    severity: "caution",
    message:
      "In a dual-stack subnet the ECS agent, image pulls, secrets and log drivers still use IPv4; only IPv6-only subnets move them to dual-stack names. Settings in the container do not reach them.",
    remedy: "Use IPv6-only subnets, or keep a way out for IPv4.",
    place: null,
    source: "https://github.com/aws/containers-roadmap/issues/2641",
  };
};

/** The awslogs driver has an endpoint option, which ECS does not let through. */
export const awslogsEndpointOption: Trap = ({ env, service }) => {
  if (service.cliName !== "logs" || !isInEcs(env)) return null;
  return {
    id: "awslogs-endpoint-option",
    severity: "caution",
    message:
      "The awslogs driver of a task does not see this setting, and ECS task definitions reject its awslogs-endpoint option.",
    remedy:
      "Send logs with FireLens (Fluent Bit), which takes an endpoint, or use IPv6-only subnets.",
    place: null,
    source: "https://github.com/aws/containers-roadmap/issues/73",
  };
};
