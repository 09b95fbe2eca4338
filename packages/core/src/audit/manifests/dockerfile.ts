import type { Resource } from "../resource.js";
import type { AwsNames } from "../source/aws-names.js";
import {
  BY_BUILD,
  byCompute,
  type FoundInFile,
  joinFound,
  NOTHING_FOUND,
} from "../source/found-calls.js";
import { imageCalls } from "../source/images.js";
import { readShell, shellValues } from "../source/read-shell.js";
import { environmentCalls } from "../source/resource-calls.js";
import { knownValue, listValue } from "../value.js";

interface Instruction {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

/** Instructions with what follows on lines after a backslash, and heredocs. */
function instructionsOf(text: string): readonly Instruction[] {
  const found: Instruction[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const [, name, rest] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === undefined || rest === undefined || /^\s*#/.test(line)) continue;
    const start = at;
    const parts = [rest];
    while (/\\\s*$/.test(lines[at] ?? "") && at + 1 < lines.length) {
      at++;
      const next = lines[at] ?? "";
      // Comments may stand between.
      parts.push(/^\s*#/.test(next) ? "\\" : next);
      if (/^\s*#/.test(next)) lines[at] = "\\";
    }
    const heredoc = /<<-?["']?(\w+)["']?/.exec(rest)?.[1];
    if (heredoc !== undefined) {
      while (at + 1 < lines.length && (lines[at + 1] ?? "").trim() !== heredoc)
        parts.push(lines[++at] ?? "");
      at++;
    }
    found.push({ name: name.toUpperCase(), text: parts.join("\n"), line: start + 1 });
  }
  return found;
}

/** What is copied from the folder of the build, not from other stages. */
function copiesOf(instructions: readonly Instruction[]): readonly string[] {
  return instructions.flatMap(({ name, text }) => {
    if ((name !== "COPY" && name !== "ADD") || /--from=|<<|\$/.test(text)) return [];
    const words = /^\s*\[/.test(text)
      ? [...text.matchAll(/"([^"]*)"/g)].map(([, word = ""]) => word)
      : text.split(/\s+/).filter((word) => word !== "" && !word.startsWith("--"));
    // A pattern copies from the folder before it.
    return words
      .slice(0, -1)
      .filter((word) => !/^https?:/.test(word))
      .map((word) => word.replace(/[^/]*[*?[].*$/, "") || ".");
  });
}

/** What the build of an image downloads, and what its environment says. */
export function readDockerfile(file: string, text: string, names: AwsNames): FoundInFile {
  const instructions = instructionsOf(text);
  const stages = new Set<string>();
  const args = new Map<string, string>();
  const resource: Resource = {
    kind: "container-image",
    format: "dockerfile",
    type: "Dockerfile",
    scope: file,
    address: file,
    subject: file,
    place: { file, line: 1 },
    endLine: null,
    attributes: { copies: listValue(copiesOf(instructions).map(knownValue)) },
    lines: {},
    multiplicity: { kind: "one" },
    fromModule: null,
    metadata: null,
  };
  const found = instructions.map(({ name, text: rest, line }): FoundInFile => {
    switch (name) {
      case "ARG": {
        const [, key = "", value = ""] = /^(\w+)=["']?([^"'\s]*)/.exec(rest.trim()) ?? [];
        if (key !== "") args.set(key, value);
        return NOTHING_FOUND;
      }
      case "FROM": {
        const [, image = "", stage] =
          /^(?:--\S+\s+)*(\S+)(?:\s+[Aa][Ss]\s+(\S+))?/.exec(rest.trim()) ?? [];
        if (stage !== undefined) stages.add(stage.toLowerCase());
        if (stages.has(image.toLowerCase()) && image.toLowerCase() !== stage?.toLowerCase())
          return NOTHING_FOUND;
        const filled = image.replace(
          /\$\{?(\w+)(?::-[^}]*)?\}?/g,
          (whole, key: string) => args.get(key) || whole,
        );
        return {
          ...NOTHING_FOUND,
          calls: imageCalls(shellValues(filled), { file, line }, BY_BUILD, names),
        };
      }
      case "RUN":
        return readShell(file, rest, line, BY_BUILD, names);
      case "ADD":
        return /https?:\/\//.test(rest)
          ? readShell(file, rest, line, BY_BUILD, names)
          : NOTHING_FOUND;
      case "CMD":
      case "ENTRYPOINT":
        return readShell(
          file,
          rest.replace(/[[\]",]+/g, " "),
          line,
          byCompute(resource),
          names,
          "first",
        );
      case "ENV": {
        const pairs = [...rest.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S+)/g)].map(
          ([, key = "", value = ""]) => ({
            name: key,
            value: knownValue(value.replace(/^["']|["']$/g, "")),
            line,
          }),
        );
        const [, oldKey, oldValue = ""] = /^(\w+)\s+(.+)$/s.exec(rest.trim()) ?? [];
        const old =
          oldKey === undefined ? [] : [{ name: oldKey, value: knownValue(oldValue), line }];
        return environmentCalls(
          resource,
          pairs.length > 0 ? pairs : old,
          "env",
          byCompute(resource),
          names,
        );
      }
      default:
        return NOTHING_FOUND;
    }
  });
  return joinFound([{ ...NOTHING_FOUND, resources: [resource] }, ...found]);
}
