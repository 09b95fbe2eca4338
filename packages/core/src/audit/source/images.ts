import type { Call } from "../reading.js";
import type { FilePlace } from "../resource.js";
import type { AwsNames } from "./aws-names.js";
import { type CallOrigin, hostCall, serviceCall } from "./found-calls.js";

/** Where images come from that name no registry. */
const DOCKER_HUB = "registry-1.docker.io";

/** The registry that an image is pulled from. */
export function imageCalls(
  written: string,
  place: FilePlace,
  by: CallOrigin,
  names: AwsNames,
): readonly Call[] {
  const image = written.trim().replace(/^docker:\/\//, "");
  if (!/^[a-z0-9{}]/i.test(image) || /\s/.test(image) || image === "scratch") return [];
  const [first = "", ...rest] = image.split("/");
  const isRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const host = isRegistry ? first.replace(/:\d+$/, "").toLowerCase() : DOCKER_HUB;
  if (host === "localhost" || host.startsWith("localhost:") || /^\d+\.\d+/.test(host)) return [];
  // A name that is put in whole when it runs may be of any registry.
  if (!isRegistry && /^\{\}/.test(image)) return [];
  const aws = names.awsHost(host);
  if (aws !== null) {
    return [
      serviceCall(aws.service ?? "ecr", place, by, "image", {
        host,
        region: aws.region,
        isDualStack: host.includes("dkr-ecr") ? "yes" : aws.isDualStack,
        image,
      }),
    ];
  }
  return [hostCall(host === "docker.io" ? DOCKER_HUB : host, place, by, "image", { image })];
}
