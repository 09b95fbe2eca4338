import type { MapData } from "@egress6/core/map/map-data";
import { momentText } from "@egress6/core/map/time-words";
import { verdictSentence } from "../my-services/readiness-words.js";
import { isAnythingObserved } from "../state/anything-observed.js";
import { map, meta } from "../state/map-state.js";
import {
  changeMyServices,
  ignoredInMyServices,
  isReady,
  listServices,
  loadMyServices,
  myServicesFault,
  myServicesQuery,
  readiness,
  typeList,
} from "../state/my-services-state.js";
import { ListSettings } from "./list-settings.js";
import { IgnoredNotice, LoadNotice, StaleNotice } from "./load-notice.js";
import { Missing, SwitchBreaks } from "./readiness-findings.js";
import { ReadinessTable } from "./readiness-table.js";
import { RegionPicker } from "./region-picker.js";
import { ScanBar } from "./scan-bar.js";
import { ServiceListBox } from "./service-list-box.js";
import { ShareBox } from "./share-box.js";
import { SiteHeader } from "./site-header.js";
import { Term } from "./term.js";

export function MyServicesPage() {
  return (
    <>
      <SiteHeader current="my-services.html" />
      <main class="page my-services">
        <h1>My services</h1>
        {map.value === null || !isReady.value ? (
          <LoadNotice
            what="The observations"
            fault={myServicesFault.value}
            again={() => void loadMyServices()}
          />
        ) : (
          <Content map={map.value} />
        )}
      </main>
    </>
  );
}

function Content({ map }: { readonly map: MapData }) {
  const { regions, isFips } = myServicesQuery.value;
  return (
    <>
      <p class="lead">
        Which of the services you use are reachable over IPv6, where, and what the{" "}
        <Term word="dual-stack setting">dual-stack setting</Term> would do to them.{" "}
        {observedWords()}
      </p>
      <IgnoredNotice names={ignoredInMyServices.value} />
      <StaleNotice />
      <ScanBar />
      <div class="columns">
        <ServiceListBox map={map} />
        <div class="results">
          <div class="tools">
            <RegionPicker
              map={map}
              choice={regions}
              choose={(choice) => changeMyServices({ regions: choice })}
            />
            <label class="fips">
              <input
                type="checkbox"
                checked={isFips}
                onChange={(event) => changeMyServices({ isFips: event.currentTarget.checked })}
              />
              FIPS names
            </label>
          </div>
          {listServices.value.length === 0 ? <NoList /> : <Results />}
        </div>
      </div>
    </>
  );
}

function observedWords(): string {
  if (!isAnythingObserved.value) return "Nothing has been observed yet, so everything is unknown.";
  const observedTo = meta.value?.observedTo ?? null;
  return observedTo === null
    ? "What the running scan has observed so far is counted."
    : `Observed in DNS until ${momentText(observedTo)}.`;
}

function Results() {
  const regions = readiness.value;
  return (
    <>
      <p class="verdict" role="status">
        {verdictSentence(regions)}
      </p>
      <ReadinessTable regions={regions} services={listServices.value} />
      <Missing regions={regions} />
      <SwitchBreaks regions={regions} />
      {myServicesQuery.value.isFips ? (
        <p class="fine">We do not write settings for FIPS hostnames yet.</p>
      ) : (
        <ListSettings services={listServices.value} regions={regions.map(({ region }) => region)} />
      )}
      <ShareBox regions={regions} services={listServices.value} />
    </>
  );
}

const EXAMPLE = ["ec2", "s3", "sqs", "dynamodb", "lambda", "logs", "sts", "ssm"];

function NoList() {
  return (
    <div class="no-list">
      <p>
        Paste the services you use: names of any kind, hosts, URLs, ARNs, packages, or the variables
        of an environment. The list stays in this browser and in the address.
      </p>
      <button type="button" class="primary" onClick={() => typeList(EXAMPLE.join("\n"))}>
        Show an example
      </button>
    </div>
  );
}
