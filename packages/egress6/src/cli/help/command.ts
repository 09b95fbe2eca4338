import { nearest, quoted } from "@egress6/core/identify/nearest";
import type { Command } from "commander";
import { readDocuments } from "../../adapter/documents/read-documents.js";
import { findHelp, type HelpTopic } from "../../app/find-help.js";
import type { ShippedDocument } from "../../ports.js";
import { documentText } from "../../render/help/document-text.js";
import { toned } from "../../render/style.js";
import { alignColumns } from "../../render/text-columns.js";
import type { CliContext, ExitCode } from "../context.js";
import { usageFault } from "../usage-fault.js";

/** More sections are named only. */
const MOST_SHOWN = 3;

/** `egress6 help [TOPIC]`: see the command for what it does. */
export function helpCommand(topic: string, program: Command, { stdout }: CliContext): ExitCode {
  const command = topic === "" ? program : commandOf(program, topic.split(" "));
  const documents = readDocuments();
  if (topic === "") {
    command?.outputHelp();
    stdout.write(topicsText(documents));
    return 0;
  }
  if (command !== undefined) {
    command.outputHelp();
    return 0;
  }
  const found = findHelp(documents, topic);
  if (found === null) throw unknownTopic(topic, program, documents);
  stdout.write(
    found.kind === "document"
      ? documentText(found.document.markdown.split(/\r?\n/))
      : sectionsText(found.sections),
  );
  return 0;
}

function commandOf(program: Command, words: readonly string[]): Command | undefined {
  return words.reduce<Command | undefined>(
    (above, word) => above?.commands.find((each) => each.name() === word),
    program,
  );
}

function sectionsText(found: Extract<HelpTopic, { kind: "sections" }>["sections"]): string {
  const shown = found
    .slice(0, MOST_SHOWN)
    .map(
      ({ name, section }) => `${toned("faint", `from ${name}`)}\n${documentText(section.lines)}`,
    );
  const named = found
    .slice(MOST_SHOWN)
    .map(({ name, section }) => `  ${section.title} (${name})\n`);
  return shown.join("\n") + (named.length === 0 ? "" : `\nAlso:\n${named.join("")}`);
}

function topicsText(documents: readonly ShippedDocument[]): string {
  const rows = documents.map(({ name, sections }) => [name, sections[0]?.title ?? name]);
  return `\nTopics (egress6 help TOPIC):\n${alignColumns(rows, "  ")}\n`;
}

function unknownTopic(topic: string, program: Command, documents: readonly ShippedDocument[]) {
  const names = [
    ...program.commands.map((each) => each.name()),
    ...documents.map(({ name }) => name),
  ];
  const near = nearest(topic, names, (name) => [name], MOST_SHOWN).join(", ");
  return usageFault(
    `No command, document or heading is called ${quoted(topic)}. Nearest: ${near}. \`egress6 help\` lists all.`,
  );
}
