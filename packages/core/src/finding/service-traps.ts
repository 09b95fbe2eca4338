import { additionalEndpointsIn, type Catalog } from "../endpoint/catalog.js";
import type { Service } from "../endpoint/types.js";
import { isMet } from "../settings/choose/settings-choice.js";
import { signInBehind } from "../settings/read/credential-sources.js";
import { privateAnswerOf } from "../settings/resolve/evidence-words.js";
import { regionalNameVariable } from "../settings/resolve/global-name.js";
import { leavesPrivateName, type Readiness } from "../verdict/readiness.js";
import { placeOf } from "./place.js";
import { isReadByAnyClient, movedIn, servicesIn } from "./proposal.js";
import { credentialSettings, isInEcs, isOnDualstackName, type Situation } from "./situation.js";
import { type Hit, trap } from "./trap.js";

/** DynamoDB clients that know their account call a host of the account. */
export const dynamodbAccountEndpoint = trap({
  id: "dynamodb-account-endpoint",
  title: "DynamoDB clients call a host of the account",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-account-endpoints.html",
  applies: ({ service, source, resolved, sdk }) =>
    service.cliName === "dynamodb" &&
    source === "rules" &&
    !resolved.fips.value &&
    sdk?.sdk.settings["account-id-mode"].value !== "no",
  find: ({ env, resolved, region, sdk }) => {
    const known = sdk?.sdk.settings["account-id-mode"];
    const isInCodeOnly = known?.value === "partial" && known.readFrom.length === 0;
    const written =
      env["AWS_ACCOUNT_ID_ENDPOINT_MODE"] ||
      resolved.profileEntries.get("account_id_endpoint_mode")?.value;
    const mode = (isInCodeOnly ? null : written) || "preferred";
    if (mode === "disabled") return null;
    return {
      level: "note",
      message: { code: "dynamodb-account-endpoint", args: { mode, region } },
      fix: { code: "dynamodb-account-endpoint", args: { isInCodeOnly } },
      place: null,
      source: known?.source,
    };
  },
});

/** S3 and STS have a name from before regions had their own, which some SDKs still call. */
export const globalName = trap({
  id: "global-name",
  title: "An SDK calls the one name for all regions",
  source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html",
  applies: ({ isGlobalName }) => isGlobalName,
  find: ({ service: { cliName }, hostname, sdk }) => {
    if (hostname === null || sdk === null) return null;
    const { s3GlobalName, stsGlobalName } = sdk.sdk;
    return {
      level: "note",
      message: { code: "global-name", args: { clients: [sdk.sdk.name], hostname } },
      fix: {
        code: "global-name",
        args: { variable: regionalNameVariable(cliName) ?? null, isSwitchAWay: true },
      },
      place: null,
      subject: [cliName],
      source: (cliName === "s3" ? s3GlobalName : stsGlobalName).source,
    };
  },
  foresee: (proposal) => {
    const { region, services } = proposal.choice;
    const s3ByDefault = services.find(
      ({ service, means }) => service.cliName === "s3" && means === "nothing",
    );
    const hostname = s3ByDefault?.readiness.byDefault?.hostname.replace(`.${region}.`, ".");
    if (!isReadByAnyClient(proposal) || region !== "us-east-1" || hostname === undefined) return [];
    return [
      {
        level: "note",
        message: {
          code: "global-name",
          args: { clients: ["boto3", "AWS CLI v1"], hostname },
        },
        fix: {
          code: "global-name",
          args: { variable: regionalNameVariable("s3") ?? null, isSwitchAWay: false },
        },
        place: null,
        source:
          "https://docs.aws.amazon.com/sdkref/latest/guide/feature-s3-regionalized-endpoints.html",
      },
    ];
  },
});

/** `https://ssoins-0123.portal.us-east-2.app.aws`: a portal that has IPv6. */
const DUALSTACK_PORTAL = /^https:\/\/[\w-]+\.portal\.[\w-]+\.app\.aws(?:[/?#]|$)/;

/** The login of a dual-stack portal hands out a link to the portal of the endpoint that is called. */
export const ssoStartUrl = trap({
  id: "sso-start-url",
  title: "The login of a dual-stack portal leads to the portal for IPv4",
  source: "https://github.com/aws/aws-cli/issues/10507",
  applies: ({ service, resolved, source }) =>
    service.cliName === "sso-oidc" && !resolved.dualstack.value && source === "rules",
  find: (situation) => {
    const startUrl = signInBehind(credentialSettings(situation))?.startUrl ?? null;
    // Advice leads to no name that is known not to answer over IPv6.
    if (situation.readiness.byOptIn?.ipv6 === "no") return null;
    if (startUrl === null || !DUALSTACK_PORTAL.test(startUrl.value)) return null;
    return {
      level: "note",
      message: { code: "sso-start-url", args: {} },
      fix: { code: "sso-start-url", args: {} },
      place: placeOf({ name: "sso_start_url", place: startUrl.place }),
    };
  },
});

/** The API endpoint is not where images come from. */
export const ecrRegistryHost = trap({
  id: "ecr-registry-host",
  title: "Images come from another host than the API",
  source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html",
  applies: ({ service }) => service.cliName === "ecr",
  find: ({ catalog, service, region, resolved }) =>
    resolved.fips.value ? fipsRegistryHost(catalog, service, region) : registryHost(region),
  foresee: (proposal) => {
    const services = servicesIn(proposal);
    if (proposal.target.id === "ecr") return [];
    return [
      ...(services.includes("ecr") ? [registryHost(proposal.choice.region)] : []),
      ...(services.includes("ecr-public") ? [PUBLIC_REGISTRY_HOST] : []),
    ];
  },
});

function registryHost(region: string): Hit {
  return {
    level: "note",
    message: { code: "ecr-registry-host", args: { region } },
    fix: { code: "ecr-registry-host", args: {} },
    place: null,
  };
}

/** Few regions have a registry with FIPS; that of the others is another one. */
function fipsRegistryHost(catalog: Catalog, service: Service, region: string): Hit {
  const registry = additionalEndpointsIn(catalog, service, region).find(
    ({ variant, hostname }) => variant === "fips-dualstack" && hostname.includes(".dkr"),
  );
  return {
    level: "note",
    message:
      registry === undefined
        ? { code: "ecr-registry-host.no-fips", args: { region } }
        : { code: "ecr-registry-host.fips", args: { hostname: registry.hostname } },
    fix:
      registry === undefined
        ? { code: "ecr-registry-host.no-fips", args: {} }
        : { code: "ecr-registry-host.fips", args: {} },
    place: null,
  };
}

const PUBLIC_REGISTRY_HOST: Hit = {
  level: "note",
  message: { code: "ecr-registry-host.public", args: {} },
  fix: { code: "ecr-registry-host.public", args: {} },
  place: null,
  subject: ["ecr-public"],
};

/** The endpoint of a VPC is IPv4 only unless its address type says otherwise, and policies may rest on it. */
export const s3GatewayEndpoint = trap({
  id: "s3-gateway-endpoint",
  title: "S3's dual-stack name leaves a VPC endpoint with the default address type",
  source:
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html",
  applies: (situation) => situation.service.cliName === "s3" && isOnDualstackName(situation),
  find: () => S3_GATEWAY,
  foresee: (proposal) => (movedIn(proposal).includes("s3") ? [S3_GATEWAY] : []),
});

const S3_GATEWAY: Hit = {
  level: "note",
  message: { code: "s3-gateway-endpoint", args: {} },
  fix: { code: "s3-gateway-endpoint", args: {} },
  place: null,
};

/** The dual-stack name is public; the default one leads to the VPC's own endpoint here. */
export const interfaceEndpoint = trap({
  id: "interface-endpoint",
  title: "The dual-stack name leaves an interface endpoint",
  source: "https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html",
  applies: ({ readiness }) => leavesPrivateName(readiness),
  find: (situation) => ({
    ...leavingPrivate(situation.readiness),
    level: isOnDualstackName(situation) ? "error" : "note",
  }),
  foresee: ({ choice }) =>
    choice.services
      .map(({ readiness }) => readiness)
      .filter(leavesPrivateName)
      .map((readiness) => ({ ...leavingPrivate(readiness), level: "note" })),
});

function leavingPrivate({ byDefault, byOptIn, service }: Readiness): Omit<Hit, "level"> {
  return {
    message: {
      code: "interface-endpoint",
      args: { answered: privateAnswerOf(byDefault), hostname: byOptIn?.hostname ?? null },
    },
    fix: { code: "interface-endpoint", args: {} },
    place: null,
    subject: [service.cliName],
  };
}

/** Clients that move to IPv6 come from another address. */
export const sourceIpConditions = trap({
  id: "source-ip-conditions",
  title: "Policies see another source address",
  source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ipv6-access.html",
  applies: (situation) =>
    isOnDualstackName(situation) && situation.readiness.byOptIn?.ipv6 !== "no",
  find: () => SOURCE_IP,
  foresee: ({ choice }) => (choice.services.some(isMet) ? [SOURCE_IP] : []),
});

const SOURCE_IP: Hit = {
  level: "note",
  message: { code: "source-ip-conditions", args: {} },
  fix: { code: "source-ip-conditions", args: {} },
  place: null,
};

const PULLED_BY_ECS = ["ecr", "ecs", "logs", "secretsmanager", "ssm"];

/** What ECS itself calls for a task follows the subnet, not the settings of the container. */
export const ecsDualStackSubnet = trap({
  id: "ecs-dual-stack-subnet",
  title: "What ECS itself calls follows the subnet",
  source: "https://github.com/aws/containers-roadmap/issues/2641",
  applies: (situation) =>
    situation.service.cliName === "ecs" ||
    (isInEcs(situation) && PULLED_BY_ECS.includes(situation.service.cliName)),
  find: () => ECS_SUBNET,
  foresee: ({ target }) => (target.id === "ecs-task" ? [ECS_SUBNET] : []),
});

const ECS_SUBNET: Hit = {
  level: "note",
  message: { code: "ecs-dual-stack-subnet", args: {} },
  fix: { code: "ecs-dual-stack-subnet", args: {} },
  place: null,
};

/** The awslogs driver has an endpoint option, which ECS does not let through. */
export const awslogsEndpointOption = trap({
  id: "awslogs-endpoint-option",
  title: "The awslogs driver of a task takes no endpoint",
  source: "https://github.com/aws/containers-roadmap/issues/73",
  applies: (situation: Situation) => situation.service.cliName === "logs" && isInEcs(situation),
  find: () => AWSLOGS_OPTION,
  foresee: (proposal) =>
    proposal.target.id === "ecs-task" && servicesIn(proposal).includes("logs")
      ? [AWSLOGS_OPTION]
      : [],
});

const AWSLOGS_OPTION: Hit = {
  level: "note",
  message: { code: "awslogs-endpoint-option", args: {} },
  fix: { code: "awslogs-endpoint-option", args: {} },
  place: null,
};
