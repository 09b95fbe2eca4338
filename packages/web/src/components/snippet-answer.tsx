import { auditMessage } from "@egress6/core/audit/audit-words";
import { AUDIT_GOALS, type AuditGoal } from "@egress6/core/audit/goal";
import type { AuditFinding } from "@egress6/core/audit/run-rules";
import { useEffect } from "preact/hooks";
import type { SnippetFormat } from "../find/snippet-format.js";
import { statusMatrixVersion } from "../state/map-state.js";
import {
  askAboutSnippet,
  snippetAnswer,
  snippetFault,
  snippetGoal,
} from "../state/snippet-state.js";
import { CopyButton } from "./copy-button.js";
import { LoadNotice } from "./load-notice.js";
import { Words } from "./words.js";

interface SnippetProps {
  readonly text: string;
  readonly format: SnippetFormat;
  /** Where the snippet names none. */
  readonly region: string;
}

const FORMAT_WORDS: Readonly<Record<SnippetFormat, string>> = {
  terraform: "Terraform",
  yaml: "YAML",
  json: "JSON",
  dockerfile: "Dockerfile",
};

/** Typing in a snippet asks once it rests. */
const REST_MS = 150;

/** What the rules of `egress6 audit` say of a snippet. */
export function SnippetFindings({ text, format, region }: SnippetProps) {
  const version = statusMatrixVersion.value;
  const goal = snippetGoal.value;
  const ask = () => void askAboutSnippet(text, format, { region, goal });
  useEffect(() => {
    const timer = setTimeout(ask, snippetAnswer.peek() === null ? 0 : REST_MS);
    return () => clearTimeout(timer);
  }, [text, format, region, goal, version]);
  if (snippetFault.value !== null) {
    return (
      <p class="notice" role="alert">
        <Words text={snippetFault.value} />{" "}
        <button type="button" onClick={ask}>
          Try again
        </button>
      </p>
    );
  }
  const answer = snippetAnswer.value;
  if (answer === null) return <LoadNotice what="The rules" fault={null} again={ask} />;
  const { findings, suppressed, resources, problems } = answer;
  return (
    <section class="found" aria-label="Findings">
      <GoalChoice />
      <p class="found-summary" role="status">
        {summary(findings, suppressed, resources, problems)}
      </p>
      <p class="fine">
        Only this snippet was read ({FORMAT_WORDS[format]}): what other files say is not known here.
        For the whole: <code>egress6 audit .</code>
      </p>
      {problems.length > 0 && (
        <ul class="traps" aria-label="Not read">
          {problems.map((problem) => (
            <li key={problem}>
              <Words text={problem} />
            </li>
          ))}
        </ul>
      )}
      <ol>
        {findings.map((finding) => (
          <Finding key={finding.fingerprint} finding={finding} />
        ))}
      </ol>
    </section>
  );
}

const GOAL_WORDS: Readonly<Record<AuditGoal, string>> = {
  "dual-stack": "dual-stack: IPv6 beside IPv4",
  "no-nat": "no NAT gateway",
  "ipv6-only": "IPv6 only",
};

/** The goal decides which findings are errors. */
function GoalChoice() {
  return (
    <p>
      <label>
        Goal{" "}
        <select
          value={snippetGoal.value}
          onChange={(event) => {
            const goal = AUDIT_GOALS.find((each) => each === event.currentTarget.value);
            if (goal !== undefined) snippetGoal.value = goal;
          }}
        >
          {AUDIT_GOALS.map((goal) => (
            <option key={goal} value={goal}>
              {GOAL_WORDS[goal]}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}

function Finding({ finding }: { readonly finding: AuditFinding }) {
  const { ruleId, level, kind, message, place, fix, helpUri } = finding;
  const [sentence = "", ...patch] = (fix?.args.text ?? "").split("\n");
  const lines = patch.join("\n");
  return (
    <li class="answer">
      <h3>
        {kind === "review" ? "review" : level} <a href={helpUri}>{ruleId}</a>
        {place?.line != null && <small>line {place.line}</small>}
      </h3>
      <p>
        <Words text={auditMessage(message)} />
      </p>
      {sentence !== "" && (
        <p>
          <strong>Fix:</strong> <Words text={sentence} />
        </p>
      )}
      {lines !== "" && (
        <figure>
          <figcaption>
            <span>Patch</span>
            <CopyButton text={lines} name={`patch for ${ruleId}`} />
          </figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs a tab stop */}
          <pre tabIndex={0}>{lines}</pre>
        </figure>
      )}
    </li>
  );
}

/** `2 errors, 1 to review in 3 resources.` */
function summary(
  findings: readonly AuditFinding[],
  suppressed: number,
  resources: number,
  problems: readonly string[],
): string {
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const failing = findings.filter(({ kind }) => kind === "fail");
  const parts = (["error", "warning", "note"] as const).flatMap((level) => {
    const number = failing.filter((each) => each.level === level).length;
    return number === 0 ? [] : [count(number, level)];
  });
  const review = findings.length - failing.length;
  const all = [
    ...parts,
    ...(review === 0 ? [] : [`${review} to review`]),
    ...(suppressed === 0 ? [] : [`${suppressed} suppressed`]),
  ];
  if (resources === 0 && all.length === 0) {
    return problems.length > 0
      ? "The snippet could not be read."
      : "Nothing in this snippet is of a kind that the rules look at.";
  }
  const where = `in ${count(resources, "resource")}`;
  return all.length === 0 ? `No rule finds anything ${where}.` : `${all.join(", ")} ${where}.`;
}
