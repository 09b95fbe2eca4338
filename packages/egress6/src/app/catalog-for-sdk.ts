import type { Catalog } from "@egress6/core/endpoint/catalog";
import type { SdkChoice } from "@egress6/core/settings/read/find-sdk";
import type { VersionFacts } from "@egress6/core/settings/read/sdk-release";

/** Reads what tells which hostnames a version of an SDK builds; called only where that matters. */
export type LoadVersions = () => Promise<VersionFacts>;

/** The catalog as this SDK has it, with the history of its hostnames. */
export async function catalogForSdk(
  catalog: Catalog,
  choice: SdkChoice | null,
  loadVersions: LoadVersions,
): Promise<Catalog> {
  const [{ catalogOfSdk }, facts] = await Promise.all([
    import("@egress6/core/settings/read/sdk-release"),
    loadVersions(),
  ]);
  return catalogOfSdk(catalog, choice, facts);
}
