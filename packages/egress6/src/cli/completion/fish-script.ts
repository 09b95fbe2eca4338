import {
  type CompletedCommand,
  type CompletedOption,
  type Completion,
  optionsWithValue,
  quoted,
  type Value,
} from "./completion.js";

/** For fish 3.4 and later. */
export function fishScript({ lists, commands }: Completion): string {
  const paths = commands.map(({ path }) => path).filter((path) => path !== "");
  const valued = commands.flatMap((command) =>
    optionsWithValue(command).map(({ name }) => `${command.path}|${name}`),
  );
  return `# fish completion for egress6, written by: egress6 completion fish

function __egress6_command
  set -l command ''
  set -l is_value no
  for word in (commandline -opc)[2..]
    if test $is_value = yes
      set is_value no
      continue
    end
    switch $word
      case '-*=*'
      case '-*'
        contains -- "$command|$word" ${valued.map(quoted).join(" ")}
        and set is_value yes
      case '*'
        set -l longer (string trim -- "$command $word")
        contains -- $longer ${paths.map(quoted).join(" ")}
        and set command $longer
    end
  end
  echo $command
end

function __egress6_in
  set -l command (__egress6_command)
  test "$command" = "$argv[1]"
end

function __egress6_many
  set -l typed (commandline -ct | string replace -r -- '^--[^=]*=' '')
  set -l before (string match -r -- '^.*,' $typed)
  for word in $argv
    echo "$before$word"
  end
end

${Object.entries(lists)
  .map(([name, words]) => `set -g __egress6_${name} ${words.map(quoted).join(" ")}`)
  .join("\n")}

complete -c egress6 -f
${commands.flatMap(linesOf).join("\n")}
`;
}

function linesOf(command: CompletedCommand): readonly string[] {
  const here = `complete -c egress6 -n ${quoted(`__egress6_in ${quoted(command.path)}`)}`;
  return [
    ...command.commands.map(
      ({ name, summary }) => `${here} -a ${quoted(name)} -d ${quoted(summary)}`,
    ),
    ...command.arguments.flatMap(({ value }) => {
      const words = wordsOf(value);
      return words === null ? [] : [here, ...words].join(" ");
    }),
    ...command.options.map((option) => `${here} ${optionWords(option)}`),
  ];
}

function optionWords({ names, summary, value }: CompletedOption): string {
  const flags = names.map((name) =>
    name.startsWith("--") ? `-l ${quoted(name.slice(2))}` : `-s ${quoted(name.slice(1))}`,
  );
  return [...flags, "-d", quoted(summary), ...valueWords(value)].join(" ");
}

function valueWords(value: Value | null): readonly string[] {
  if (value === null) return [];
  if (value.kind === "files") return ["-r", "-F"];
  return ["-x", ...(wordsOf(value) ?? [])];
}

/** null: nothing is known to offer. */
function wordsOf(value: Value): readonly string[] | null {
  switch (value.kind) {
    case "list": {
      const words = `$__egress6_${value.list}`;
      return ["-a", quoted(value.isMany ? `(__egress6_many ${words})` : words)];
    }
    case "words":
      return ["-a", quoted(value.words.join(" "))];
    case "files":
      return ["-F"];
    case "free":
      return null;
  }
}
