import type { Service } from "@egress6/core/endpoint/types";
import { badgeSvg } from "@egress6/core/map/badge-svg";
import { readinessBadge } from "@egress6/core/map/readiness-badge";
import type { RegionReadiness } from "@egress6/core/verdict/list-readiness";
import { badgeAddress, embedMarkdown } from "../my-services/badge-embed.js";
import { meta } from "../state/map-state.js";
import { myServicesQuery } from "../state/my-services-state.js";
import { CopyButton } from "./copy-button.js";

interface ShareBoxProps {
  readonly services: readonly Service[];
  readonly regions: readonly RegionReadiness[];
}

const BADGE_FILE = "ipv6-readiness.svg";

/** Permalink, changes of the list, command line, and the badge with what to paste into a README. */
export function ShareBox({ services, regions }: ShareBoxProps) {
  const { list, regions: choice, isFips } = myServicesQuery.value;
  const badge = readinessBadge({ services, regions, isFips });
  const svg = badgeSvg(badge);
  const address = badgeAddress({
    list,
    regions: regions.map(({ region }) => region),
    isOfAllRegions: choice === "all",
    isFips,
    isLive: meta.value?.isLive ?? false,
  });
  // The address bar says the same; signals above make this run again when it changes.
  const permalink = location.href;
  const markdown = embedMarkdown(
    badge,
    address === null ? BADGE_FILE : new URL(address, location.href).href,
    permalink,
  );
  return (
    <section class="share" aria-labelledby="share-title">
      <h2 id="share-title">Keep and share</h2>
      <dl>
        <dt>This page</dt>
        <dd>
          <code>{permalink}</code> <CopyButton text={permalink} />
        </dd>
        <dt>Changes</dt>
        <dd>
          <a href={`changes.html?list=${list.join(",")}`}>Changes of these services</a>
        </dd>
        <dt>Badge</dt>
        <dd>
          <span class="badge" dangerouslySetInnerHTML={{ __html: svg }} />
          <a
            class="download"
            href={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`}
            download={BADGE_FILE}
          >
            Download SVG
          </a>
        </dd>
        <dt>For a README</dt>
        <dd>
          <code>{markdown}</code> <CopyButton text={markdown} />
          {address === null && (
            <p class="fine">
              Download the badge and put it beside the README: a site of plain files can make badges
              of one service or one region only. A running <code>egress6 serve</code> makes any.
            </p>
          )}
        </dd>
      </dl>
    </section>
  );
}
