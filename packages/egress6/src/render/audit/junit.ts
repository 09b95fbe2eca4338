import type { AuditReport } from "@egress6/core/audit/audit-report";
import { auditMessage } from "@egress6/core/audit/audit-words";
import type { AuditFinding } from "@egress6/core/audit/run-rules";

/**
 * For CI systems: one suite a rule, one case for each file that was read. Findings without a file are a case of
 * their own; what is suppressed or has to be reviewed is skipped.
 */
export function auditJunit({ rules, findings, reading }: AuditReport): string {
  const suites = rules.map(({ id, title }) => {
    const own = findings.filter(({ ruleId }) => ruleId === id);
    const files = [...new Set([...reading.files, ...own.map(fileOf)])].toSorted();
    const cases = files.map((file) =>
      caseXml(
        id,
        file,
        own.filter((each) => fileOf(each) === file),
      ),
    );
    const failures = cases.filter(({ state }) => state === "failure").length;
    const skipped = cases.filter(({ state }) => state === "skipped").length;
    return {
      tests: cases.length,
      failures,
      skipped,
      xml: [
        `  <testsuite name="${xml(`${id} ${title}`)}" tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}">`,
        ...cases.map((each) => each.xml),
        "  </testsuite>",
      ].join("\n"),
    };
  });
  const sum = (key: "tests" | "failures" | "skipped") =>
    suites.reduce((total, suite) => total + suite[key], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="egress6 audit" tests="${sum("tests")}" failures="${sum("failures")}" errors="0" skipped="${sum("skipped")}">`,
    ...suites.map((each) => each.xml),
    "</testsuites>",
    "",
  ].join("\n");
}

const fileOf = ({ place }: AuditFinding): string => place?.file ?? "(no file)";

function caseXml(rule: string, file: string, findings: readonly AuditFinding[]) {
  const open = findings.filter(({ suppressed }) => suppressed === null);
  const failing = open.filter(({ kind }) => kind === "fail");
  const head = `    <testcase classname="${rule}" name="${xml(file)}" file="${xml(file)}"`;
  if (failing.length > 0) {
    const [first] = failing;
    const line = first?.place?.line;
    const text = failing.map(textOfFinding).join("\n\n");
    return {
      state: "failure",
      xml: `${head}${line == null ? "" : ` line="${line}"`}>\n      <failure type="${first?.level ?? "error"}" message="${xml(first === undefined ? "" : auditMessage(first.message))}">${xml(text)}</failure>\n    </testcase>`,
    };
  }
  if (findings.length === 0) return { state: "passed", xml: `${head}/>` };
  const [review] = open;
  const message =
    review === undefined
      ? `suppressed: ${findings[0]?.suppressed?.reason ?? ""}`
      : auditMessage(review.message);
  return {
    state: "skipped",
    xml: `${head}>\n      <skipped message="${xml(message)}"/>\n    </testcase>`,
  };
}

function textOfFinding({ message, place, fix }: AuditFinding): string {
  const at =
    place === null ? "" : `${place.file ?? ""}:${place.line ?? ""} ${place.resource ?? ""}\n`;
  return `${at}${auditMessage(message)}\n${fix?.args.text ?? ""}`.trim();
}

/** As text or an attribute of XML 1.0, which has no control characters. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replace(/[&<>"']/g, (each) => `&#${each.codePointAt(0)};`);
}
