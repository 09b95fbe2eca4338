import type { SettingId } from "../../facts/sdk-facts.js";
import { type SharedSettingFacts, settingOf } from "../../facts/shared-setting-facts.js";
import type { TrapId } from "../../finding/trap.js";
import { leavesPrivateName, type Readiness } from "../../verdict/readiness.js";
import { privateWords } from "../resolve/evidence-words.js";
import { type ConfigTarget, SHARED_SETTINGS } from "../write/target.js";
import { isMet, type SettingsChoice } from "./settings-choice.js";

/** Something around the settings that is easily overlooked. */
export interface Caution {
  readonly trap: TrapId;
  readonly message: string;
  readonly source: string;
}

interface CautionQuestion {
  readonly choice: SettingsChoice;
  readonly target: ConfigTarget;
  /** `botocore 1.43.62`. */
  readonly rules: string;
  readonly settings: readonly SharedSettingFacts[];
}

interface Situation extends CautionQuestion {
  /** CLI names of the services asked for. */
  readonly services: readonly string[];
  /** CLI names of the services that the settings lead elsewhere. */
  readonly moved: readonly string[];
}

interface Rule {
  readonly trap: TrapId;
  readonly applies: (situation: Situation) => boolean;
  readonly message: (situation: Situation) => string;
  readonly source: string;
}

/** Not the tools that read the environment, but the environment itself. */
const isReadByAnyClient = ({ target }: Situation) =>
  target.group !== "code" && target.powers === SHARED_SETTINGS;

const isInCode = ({ target }: Situation) => target.powers.dualstackSwitch === "each-client";

const RULES: readonly Rule[] = [
  {
    trap: "stale-sdk",
    applies: ({ choice }) => choice.services.some(({ means }) => means === "switch"),
    message: ({ rules }) =>
      `With the switch, the SDK's own rules make the names; these are of ${rules}, and an older or newer SDK may make others.`,
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html",
  },
  {
    trap: "sqs-queue-url",
    applies: (situation) =>
      situation.moved.includes("sqs") &&
      (isReadByAnyClient(situation) || situation.target.id === "ruby"),
    message: ({ choice }) =>
      `SQS clients for JavaScript v3 and Ruby go to the host of the queue's URL: give them https://${hostOf(choice, "sqs")}/ACCOUNT/QUEUE, or in JavaScript useQueueUrlAsEndpoint: false.`,
    source: "https://github.com/aws/aws-sdk-ruby/issues/2114",
  },
  {
    trap: "setting-not-read",
    applies: (situation) => isReadByAnyClient(situation) && notReadBy(situation).length > 0,
    message: (situation) => `Not read by ${notReadBy(situation).join(", ")}.`,
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html",
  },
  {
    trap: "global-name",
    applies: (situation) =>
      isReadByAnyClient(situation) &&
      situation.choice.region === "us-east-1" &&
      situation.choice.services.some(
        ({ service, means }) => service.cliName === "s3" && means === "nothing",
      ),
    message: () =>
      "boto3 and AWS CLI v1 call s3.amazonaws.com from us-east-1, another name than the one observed: set AWS_S3_US_EAST_1_REGIONAL_ENDPOINT=regional.",
    source:
      "https://docs.aws.amazon.com/sdkref/latest/guide/feature-s3-regionalized-endpoints.html",
  },
  {
    trap: "ecr-registry-host",
    applies: ({ services, target }) =>
      target.id !== "ecr" && services.some((name) => name === "ecr" || name === "ecr-public"),
    message: () =>
      "Images have another host over IPv6: `egress6 config --for ecr` writes their names.",
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html",
  },
  {
    trap: "s3-gateway-endpoint",
    applies: ({ moved }) => moved.includes("s3"),
    message: () =>
      "S3's dual-stack name leaves an IPv4-only gateway endpoint: aws:SourceVpce conditions stop matching.",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/dual-stack-endpoints.html",
  },
  {
    trap: "interface-endpoint",
    applies: ({ choice }) => leavingPrivate(choice).length > 0,
    message: ({ choice }) =>
      `${leavingPrivate(choice)
        .map(({ byDefault }) => privateWords(byDefault))
        .join(
          " ",
        )} The dual-stack name would leave that endpoint, its policy and aws:SourceVpce conditions: keep the default name, or make the endpoint dual-stack with its DNS record type and look again.`,
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html",
  },
  {
    trap: "sts-aws-global",
    applies: ({ choice, moved }) => choice.isSwitchOn && moved.includes("sts"),
    message: () => "Not with the region aws-global: sts.aws-global.api.aws does not exist.",
    source:
      "https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html",
  },
  {
    trap: "nested-clients",
    applies: (situation) => isInCode(situation) && situation.moved.length > 0,
    message: () =>
      "Credential providers make STS and SSO clients of their own, which code does not reach; environment and config file do.",
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html",
  },
  {
    trap: "ecs-dual-stack-subnet",
    applies: ({ target }) => target.id === "ecs-task",
    message: () =>
      "In dual-stack subnets the ECS agent, image pulls and log drivers stay on IPv4; only in IPv6-only subnets they move.",
    source: "https://github.com/aws/containers-roadmap/issues/2641",
  },
  {
    trap: "awslogs-endpoint-option",
    applies: ({ target, services }) => target.id === "ecs-task" && services.includes("logs"),
    message: () =>
      "The awslogs driver takes no endpoint in a task definition: `egress6 config --for fluent-bit:firelens` is the other way.",
    source: "https://github.com/aws/containers-roadmap/issues/73",
  },
  {
    trap: "source-ip-conditions",
    applies: ({ choice }) => choice.services.some(isMet),
    message: () => "Policies with aws:SourceIp conditions must list your IPv6 ranges, too.",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ipv6-access.html",
  },
];

/** SDKs that leave all or some of these settings aside. */
function notReadBy({ choice, settings }: Situation): readonly string[] {
  const ids: SettingId[] = [
    ...(choice.isSwitchOn ? (["dualstack"] as const) : []),
    ...(choice.services.some(({ means }) => means === "url") ? (["endpoint-url"] as const) : []),
  ];
  return ids.flatMap((id) => settingOf(settings, id).notReadBy);
}

function leavingPrivate({ services }: SettingsChoice): readonly Readiness[] {
  return services.map(({ readiness }) => readiness).filter(leavesPrivateName);
}

/** Of clients that call endpoints of their own; what needs no setting counts, too: they do not call its name. */
function ownEndpointCautions({ choice, settings }: Situation): readonly Caution[] {
  return settingOf(settings, "endpoint-url").passedOverBy.flatMap(({ client, regions, source }) => {
    const services = choice.services
      .filter(isMet)
      .filter(({ service }) => regions[service.cliName]?.includes(choice.region));
    if (services.length === 0) return [];
    const names = services.map(({ service }) => service.cliName).join(", ");
    const urls = services.map(({ name }) => `https://${name.hostname}`).join(" or ");
    const message = `${client} calls endpoints of its own for ${names}, whatever is set: pass --endpoint-url ${urls}, or use AWS CLI v2.`;
    return [{ trap: "own-endpoint", message, source }];
  });
}

/** Traps beside the way of exactly these services with these settings. */
export function cautionsOf(question: CautionQuestion): readonly Caution[] {
  const { choice } = question;
  const situation: Situation = {
    ...question,
    services: choice.services.map(({ service }) => service.cliName),
    moved: choice.services.flatMap(({ means, service }) =>
      means === "switch" || means === "url" ? [service.cliName] : [],
    ),
  };
  const found = RULES.filter(({ applies }) => applies(situation)).map(
    ({ trap, message, source }): Caution => ({ trap, message: message(situation), source }),
  );
  return isReadByAnyClient(situation) ? [...found, ...ownEndpointCautions(situation)] : found;
}

function hostOf({ services }: SettingsChoice, cliName: string): string {
  const found = services.filter(isMet).find(({ service }) => service.cliName === cliName);
  return found?.name.hostname ?? "";
}
