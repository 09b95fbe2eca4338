import { readFileSync } from "node:fs";
import { errorsIn } from "@egress6/core/identify/read-message";
import { describe, expect, it } from "vitest";
import { loadIdentifyNames } from "../../packages/egress6/src/adapter/fact-files/identify-names.js";

const GUIDE = readFileSync(
  new URL("../../docs/stuck-in-an-ipv6-only-subnet.md", import.meta.url),
  "utf8",
);
const { errorMessages } = loadIdentifyNames();
const linkOf = (id: string | undefined) => errorMessages.find((each) => each.id === id)?.link;

/** The rows of the guide's table: messages as code, and the sections they lead to. */
const rows = GUIDE.slice(GUIDE.indexOf("## Which message do you see?"))
  .split("\n## ", 2)
  .slice(0, 1)
  .join("")
  .split("\n")
  .filter((line) => line.startsWith("| ") && line.includes("](#"))
  .map((line) => {
    const [, messages = "", sections = ""] = line.split(/(?<!\\)\|/);
    return {
      messages: Array.from(messages.matchAll(/`([^`]+)`/g), ([, text = ""]) => text),
      links: Array.from(sections.matchAll(/\((#[a-z0-9-]+)\)/g), ([, link = ""]) => link),
    };
  });

/** Quoted beside a message, and none by themselves. */
const NO_MESSAGES = new Set(["curl -v", "Connected to", "docker pull", "git clone", "pip", "apt"]);

describe("messages", () => {
  const texts = new Set(rows.flatMap(({ messages }) => messages));
  const quoted = [...texts]
    .filter((text) => !NO_MESSAGES.has(text))
    .map((text) => ({
      text,
      // It may be part of a message in another row.
      links: rows.flatMap(({ messages, links }) =>
        messages.some((message) => message.includes(text)) ? links : [],
      ),
    }));

  it("are in the guide's table", () => {
    expect(rows.length).toBeGreaterThanOrEqual(15);
    expect(quoted.length).toBeGreaterThanOrEqual(20);
  });

  it.each(quoted)("of the guide lead where it sends their reader: $text", ({ text, links }) => {
    const found = errorsIn(errorMessages, text).map(linkOf);
    expect(found.some((link) => link !== undefined && links.includes(link))).toBe(true);
  });

  it.each([
    ["connect ENETUNREACH 3.5.140.2:443", "no-route-to-ipv4"],
    ["connect ENETUNREACH 2600:1f18::1:443 - Local (:::0)", "no-route-to-ipv6"],
    ["dial tcp [2600:1f18::1]:443: connect: no route to host", "no-route-to-ipv6"],
    ["[Errno 101] Network is unreachable", "no-route-to-ipv4"],
    ["dial tcp [64:ff9b::305:8c02]:443: connect: network is unreachable", "nat64-silence"],
    ["connect ETIMEDOUT 3.5.140.2:443", "ipv4-silence"],
    ["2026-12-01 10:30:45 connect ETIMEDOUT", "packets-lost"],
  ])("speak of the family of the addresses in them: %s", (line, id) => {
    expect(errorsIn(errorMessages, line)).toEqual([id]);
  });

  it("lead to sections that the guide has", () => {
    const headings = Array.from(
      GUIDE.matchAll(/^## (.+)$/gm),
      ([, heading = ""]) =>
        `#${heading
          .toLowerCase()
          .replace(/[^a-z0-9 -]/g, "")
          .replaceAll(" ", "-")}`,
    );
    expect(
      errorMessages.map(({ link }) => link).filter((link) => !headings.includes(link)),
    ).toEqual([]);
  });
});
