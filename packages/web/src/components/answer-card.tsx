import type { Variant } from "@egress6/core/endpoint/types";
import type { FoundTool } from "@egress6/core/identify/find-data";
import type { IdentifiedKind } from "@egress6/core/identify/identified";
import type { ErrorMessage, ResourceHost } from "@egress6/core/identify/names";
import { CELL_WORDS } from "@egress6/core/map/cell-words";
import type { LineAnswer } from "../find/answers.js";
import type { AnsweredName, HeldEndpoint, PasteableSetting } from "../find/endpoint-answer.js";
import { CopyButton } from "./copy-button.js";
import { Swatch } from "./swatch.js";
import { Words } from "./words.js";

const KIND_WORDS: Readonly<Record<IdentifiedKind, string>> = {
  url: "URL",
  endpoint: "endpoint of AWS",
  "resource-host": "host of one resource",
  "endpoint-service": "endpoint service of PrivateLink",
  arn: "ARN",
  action: "IAM action",
  "iac-type": "resource type or package",
  setting: "setting",
  image: "container image",
  service: "service",
  tool: "tool",
  error: "message",
  address: "IP address",
  region: "region",
  variant: "variant",
  host: "host, not known to be AWS’s",
  unknown: "not understood",
};

interface AnswerCardProps {
  readonly answer: LineAnswer;
  /** Whether nothing else was asked. */
  readonly isOnly: boolean;
}

/** What one line is, whether it works, and what to paste: in this order. */
export function AnswerCard({ answer, isOnly }: AnswerCardProps) {
  const { input, kind, endpoints, errors, resource, tools, note, nearest, more, regions } = answer;
  return (
    <li class="answer">
      <p class="asked">
        <code title={input}>{input}</code> <small>{KIND_WORDS[kind]}</small>
      </p>
      {errors.map((error) => (
        <Cause key={error.id} error={error} />
      ))}
      {resource !== null && <Resource resource={resource} />}
      {endpoints.map((endpoint) => (
        <Endpoint
          key={`${endpoint.service.cliName} ${endpoint.region} ${endpoint.purpose}`}
          answer={endpoint}
          isOnly={isOnly}
        />
      ))}
      {more > 0 && <p class="fine">It may mean {more} more.</p>}
      {tools.map((tool) => (
        <Tool key={tool.id} tool={tool} />
      ))}
      {note !== null && note !== resource?.note && (
        <p>
          <Words text={note} />
        </p>
      )}
      {kind === "host" && (
        <p>
          The map knows names of AWS only: <code>egress6 lookup {input}</code> asks for this one.
        </p>
      )}
      {endpoints.length === 0 &&
        regions.map((region) => (
          <p key={region}>
            <a href={`index.html?r=${region}`}>{region} on the map</a>
          </p>
        ))}
      {nearest.length > 0 && (
        <p>
          Nearly:{" "}
          {nearest.map((name) => (
            <code key={name}>{name} </code>
          ))}
        </p>
      )}
      {kind === "unknown" && note === null && nearest.length === 0 && (
        <p>Nothing is known of this. Nothing is guessed either.</p>
      )}
    </li>
  );
}

/** Where sections of the guide that messages lead to stand. */
const GUIDE = "docs/stuck-in-an-ipv6-only-subnet.html";

function Cause({ error: { cause, fix, link, source, date } }: { readonly error: ErrorMessage }) {
  return (
    <div class="cause">
      <p>
        <Words text={cause} />
      </p>
      <p>
        <strong>Fix:</strong> <Words text={fix} />
      </p>
      <p class="fine">
        <a href={`${GUIDE}${link}`}>in the guide</a> · <a href={source}>source</a>, read {date}
      </p>
    </div>
  );
}

function Source({ source, date }: { readonly source: string; readonly date: string }) {
  return (
    <p class="fine">
      <a href={source}>source</a>, read {date}
    </p>
  );
}

function Resource({ resource }: { readonly resource: ResourceHost }) {
  const { name, isInVpc, note, switchedHost, source, date } = resource;
  return (
    <div class="cause">
      <h3>{name}</h3>
      <p>
        A host made for one resource: no setting of an SDK moves it.
        {switchedHost === null &&
          resource.switch === null &&
          " No way to switch its address type is known."}
      </p>
      {resource.switch !== null && <Setting setting={{ how: "Switch", text: resource.switch }} />}
      {switchedHost !== null && (
        <p>
          {resource.switch === null ? "The other host is" : "Then its host is"}{" "}
          <code>{switchedHost}</code>.
        </p>
      )}
      {isInVpc && <p>It is reached inside a VPC only, however its API is reached.</p>}
      {note !== "" && (
        <p>
          <Words text={note} />
        </p>
      )}
      <Source source={source} date={date} />
    </div>
  );
}

function Tool({ tool }: { readonly tool: FoundTool }) {
  const { name, mechanism, setting, place, limits, source, date } = tool;
  return (
    <div class="cause">
      <h3>{name}</h3>
      <p>
        <Words text={mechanism} />
        {place !== null && <> ({place})</>}
      </p>
      {setting !== null && <Setting setting={{ how: "Set", text: setting }} />}
      {limits.length > 0 && (
        <ul class="traps">
          {limits.map((limit) => (
            <li key={limit}>
              <Words text={limit} />
            </li>
          ))}
        </ul>
      )}
      <Source source={source} date={date} />
    </div>
  );
}

interface EndpointProps {
  readonly answer: HeldEndpoint;
  readonly isOnly: boolean;
}

function Endpoint({ answer, isOnly }: EndpointProps) {
  const { service, region, isRegionGiven, isForAllRegions, purpose, state, sentences, evidence } =
    answer;
  const { setting, alone, names, traps } = answer;
  return (
    <div class="endpoint">
      <h3>
        <Swatch state={state} /> {CELL_WORDS[state].name}
        <span>
          {" "}
          {service.displayName}
          {isForAllRegions
            ? ", one name for all regions"
            : ` in ${region}${isRegionGiven ? "" : ", as chosen above"}`}
        </span>
      </h3>
      {purpose !== null && <p class="fine">{purpose}</p>}
      {setting !== null && <Setting setting={setting} />}
      {sentences.map((sentence) => (
        <p key={sentence}>
          <Words text={sentence} />
        </p>
      ))}
      {alone !== null && (
        <>
          <p class="fine">For {service.cliName} alone:</p>
          <Setting setting={alone} />
        </>
      )}
      {evidence !== null && (
        <p class="fine">
          <a href={evidence.source}>what that rests on</a>
        </p>
      )}
      {traps.length > 0 && (
        <ul class="traps" aria-label="Traps">
          {traps.map((trap) => (
            <li key={trap}>
              <Words text={trap} />
            </li>
          ))}
        </ul>
      )}
      <details open={isOnly}>
        <summary>Names ({names.length})</summary>
        <ul class="names">
          {names.map((name) => (
            <Name key={name.variant} name={name} />
          ))}
        </ul>
      </details>
      <p class="fine">
        <a href={`index.html?q=${service.cliName}&r=${region}&c=${service.cliName}:${region}`}>
          {service.cliName} in {region} on the map
        </a>
      </p>
    </div>
  );
}

function Setting({ setting: { how, text } }: { readonly setting: PasteableSetting }) {
  return (
    <p class="setting">
      <span>{how}</span> <code>{text}</code> <CopyButton text={text} />
    </p>
  );
}

const VARIANT_WORDS: Readonly<Record<Variant, string>> = {
  default: "default",
  dualstack: "dual-stack",
  fips: "FIPS",
  "fips-dualstack": "FIPS dual-stack",
};

function Name({ name: { variant, hostname, ipv4, ipv6, isAsked } }: { name: AnsweredName }) {
  const exists = ipv4 !== "no" || ipv6 !== "no";
  return (
    <li>
      <span>
        {VARIANT_WORDS[variant]}
        {isAsked && <small> as asked</small>}
      </span>
      <code>{hostname}</code>
      <span>{exists ? `IPv6 ${ipv6} · IPv4 ${ipv4}` : "does not exist"}</span>
      {ipv6 === "yes" && <CopyButton text={hostname} />}
    </li>
  );
}
