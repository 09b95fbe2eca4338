import { type Markup, markup } from "@egress6/core/map/markup";
import { REPOSITORY } from "@egress6/core/map/repository";
import { momentText } from "@egress6/core/map/time-words";
import { pictureOf, plainPage } from "./plain-page.js";

export interface About {
  /** Who runs this copy, in their own words; null: they did not say. */
  readonly operator: string | null;
  /** Where hostnames come from: `botocore 1.43.62`. */
  readonly rules: string;
  readonly serviceCount: number;
  readonly regionCount: number;
  /** Names with any observation. */
  readonly namesObserved: number;
  readonly observedTo: number | null;
  /** Where the site will be, with a slash at the end; null: not known. */
  readonly siteUrl: string | null;
}

/** What this is, who runs it, how a verdict comes about, and whom to tell of a wrong one. */
export function aboutPage(about: About): string {
  const { operator, rules, serviceCount, regionCount, siteUrl } = about;
  return plainPage({
    title: "About egress6",
    description:
      "egress6 shows which AWS endpoints answer over IPv6, what to set so that they do, and what leaving public IPv4 costs.",
    root: "./",
    current: "about.html",
    address: siteUrl === null ? null : `${siteUrl}about.html`,
    picture: pictureOf(siteUrl),
    content: markup`<div class="prose">
<p class="lead">egress6 shows which AWS endpoints answer over IPv6, what to set so that your code uses them, and what it costs to get off public IPv4.</p>
<p>AWS charges for every public IPv4 address, and for every gigabyte through a NAT gateway. IPv6 egress is free of both. But most AWS services answer over IPv6 only on a separate <em>dual-stack</em> hostname (one that has IPv4 and IPv6 addresses), and only in some regions. The setting that makes SDKs use these hostnames also builds some that do not exist. Then calls fail.</p>
<h2>What you find here</h2>
<ul>
<li><a href="./index.html">The map</a>: every service in every region. Click a cell for the setting to paste.</li>
<li><a href="./changes.html">Changes</a>: what became reachable, or stopped, day by day.</li>
<li><a href="./my-services.html">My services</a>: what of your own list is ready, and settings that are safe for all of it.</li>
<li><a href="./planner.html">Planner</a>: egress designs for a workload, priced.</li>
<li><a href="./hosts.html">Hosts</a>: GitHub, Docker Hub and what else machines download from.</li>
<li><a href="./docs/index.html">Documents</a>: commands, methods, and a guide for an IPv6-only subnet that does not work.</li>
</ul>
<h2>Who runs this copy</h2>
<p>${operator ?? "Whoever runs this copy did not say who they are. egress6 is software that anyone can run; its authors do not run this copy."}</p>
<h2>How we know</h2>
<p>Hostnames come from AWS’s own endpoint rules (${rules}): ${serviceCount} services in ${regionCount} public regions. That a rule builds a hostname does not mean that it exists. So we ask DNS for the IPv6 and IPv4 addresses of each, through resolvers that first have to prove that they tell the truth.</p>
<p>${observedMarkup(about)} A timeout is never counted as “no IPv6”: it is unknown. What AWS documents or others have seen is shown as that, and never as our own observation. <a href="./docs/METHOD.html">The method, and what it cannot know</a>.</p>
<h2>Report a wrong verdict</h2>
<p>Open the cell, copy the address of the page, and <a href="${REPOSITORY}/issues/new">file an issue</a> with it. Say what you saw instead, for example the output of <code>dig AAAA</code> and the name of your resolver. <code>egress6 lookup HOST</code> prints all that helps.</p>
<h2>Licence and source</h2>
<p>The code is open source under the Apache License 2.0: <a href="${REPOSITORY}">${REPOSITORY.replace("https://", "")}</a>. What the pages are built with has <a href="./licenses.txt">licences of its own</a>. egress6 is not made or endorsed by Amazon Web Services.</p>
<p>Nothing that you type here leaves your browser: there are no third-party requests, cookies or statistics.</p>
</div>`,
  });
}

function observedMarkup({ namesObserved, observedTo }: About): Markup {
  return observedTo === null
    ? markup`This copy has not observed anything yet, so it says unknown everywhere.`
    : markup`This copy has observed ${namesObserved.toLocaleString("en-US")} hostnames, most recently on ${momentText(observedTo)}.`;
}
