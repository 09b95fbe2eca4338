import type { Catalog } from "../endpoint/catalog.js";
import { clientPackageOf } from "../endpoint/client-package.js";
import type { Service } from "../endpoint/types.js";
import type { AuditReading, Call, PinnedPackage, SdkUse } from "./reading.js";

/** The package whose version is that of the SDK, where it has several; it is asked for the service that is called. */
const PACKAGES: Readonly<Record<string, (service: Service | null) => readonly string[]>> = {
  "js-v3": (service) => (service === null ? [] : [clientPackageOf(service.serviceId)]),
  "js-v2": () => ["aws-sdk"],
  boto3: () => ["boto3", "botocore"],
  "go-v2": () => ["github.com/aws/aws-sdk-go-v2/config", "github.com/aws/aws-sdk-go-v2"],
  "go-v1": () => ["github.com/aws/aws-sdk-go"],
  "java-v2": (service) => [
    "software.amazon.awssdk:bom",
    `software.amazon.awssdk:${service?.cliName ?? ""}`,
    "software.amazon.awssdk:sdk-core",
  ],
  "java-v1": () => ["com.amazonaws:aws-java-sdk-bom", "com.amazonaws:aws-java-sdk-core"],
  "php-3": () => ["aws/aws-sdk-php"],
  "dotnet-4": () => ["AWSSDK.Core"],
  "ruby-3": () => ["aws-sdk-core"],
};

/**
 * Gives calls the version of their SDK that the nearest lock file pins: in the folder of the code, else in one above.
 * A range is no version, and two versions in one folder are none either.
 */
export function pinSdks(
  reading: AuditReading,
  { services }: Pick<Catalog, "services">,
): AuditReading {
  const byFolder = new Map<string, PinnedPackage[]>();
  for (const each of reading.packages) {
    if (each.version === null) continue;
    const folder = folderOf(each.place.file ?? "");
    const before = byFolder.get(folder);
    if (before === undefined) byFolder.set(folder, [each]);
    else before.push(each);
  }
  if (byFolder.size === 0) return reading;
  const byName = new Map(services.map((service) => [service.cliName, service]));
  const pinned = (use: SdkUse, file: string | null, service: string | null): SdkUse => {
    if (use.version !== null || file === null) return use;
    const names = PACKAGES[use.sdk]?.(byName.get(service ?? "") ?? null) ?? [];
    for (let folder = folderOf(file); ; folder = folderOf(folder)) {
      const here = byFolder.get(folder) ?? [];
      for (const name of names) {
        const found = here.filter((each) => each.name === name);
        const [first] = found;
        if (first === undefined) continue;
        const isOne = found.every(({ version }) => version === first.version);
        return isOne ? { ...use, version: first.version, pinnedAt: first.place } : use;
      }
      if (folder === "") return use;
    }
  };
  return {
    ...reading,
    calls: reading.calls.map(
      (call): Call =>
        call.sdk === null || call.source !== "sdk"
          ? call
          : { ...call, sdk: pinned(call.sdk, call.place.file, call.service) },
    ),
    settings: reading.settings.map((setting) =>
      setting.sdk === null
        ? setting
        : { ...setting, sdk: pinned(setting.sdk, setting.place.file, setting.service) },
    ),
  };
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
