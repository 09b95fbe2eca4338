import { fileURLToPath } from "node:url";
import { inject } from "vitest";

/** For tests of what `npm run build` makes. @throws Error when it is not made from the sources as they are */
export function refuseStaleBuild(): void {
  // A benchmark, which builds before it begins, has no runner to ask.
  if (process.env["VITEST"] === undefined) return;
  const fault = inject("buildFault");
  if (typeof fault === "string") throw new Error(fault);
}

/**
 * The path of something that `npm run build` makes.
 * @param path in the clone
 * @throws Error as `refuseStaleBuild`
 */
export function built(path: string): string {
  refuseStaleBuild();
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** The command line, for `node`. @throws Error as `refuseStaleBuild` */
export function builtEgress6(): string {
  return built("packages/egress6/bin/egress6.js");
}
