import {
  type CompletedCommand,
  type Completion,
  optionsWithValue,
  quoted,
  type Value,
} from "./completion.js";

/** For bash 3.2 and later; needs nothing of the package bash-completion. */
export function bashScript({ lists, commands }: Completion): string {
  return `# bash completion for egress6, written by: egress6 completion bash

_egress6() {
${Object.entries(lists)
  .map(([name, words]) => `  local ${name}=${quoted(words.join(" "))}`)
  .join("\n")}
  local line=\${COMP_LINE:0:COMP_POINT} command='' valued='' before='' position=0
  local words=() found=() typed held cur word i list='' is_many='' is_file=''

  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  typed=\${words[\${#words[@]}-1]}
  held=$typed
  cur=$typed
  for ((i = 1; i < \${#words[@]} - 1; i++)); do
    word=\${words[i]}
    if [[ -n $valued ]]; then
      valued=''
      continue
    fi
    case $word in
      -*=*) ;;
      -*)
        case "$command|$word" in
          ${patterns(keysOfOptionsWithValue(commands))}) valued=$word ;;
        esac
        ;;
      *)
        case "$command|$word" in
          ${patterns(commands.flatMap(keysOfCommands))}) command="\${command:+$command }$word" ;;
          *) position=$((position + 1)) ;;
        esac
        ;;
    esac
  done

  if [[ -z $valued && $cur == --*=* ]]; then
    valued=\${cur%%=*}
    before=$valued=
    cur=\${cur#*=}
  fi
  if [[ -n $valued ]]; then
    case "$command|$valued" in
${arms(
  commands.flatMap((command) =>
    optionsWithValue(command).map(({ name, value }) => [`${command.path}|${name}`, value]),
  ),
)}
    esac
  elif [[ $cur == -* ]]; then
    case $command in
${commands.map(({ path, options }) => `      ${quoted(path)}) list=${quoted(options.flatMap(({ names }) => names).join(" "))} ;;`).join("\n")}
    esac
  else
    case "$command|$position" in
${arms(
  commands.flatMap(({ path, arguments: all }) =>
    all.map(({ value, isVariadic }, index) => [`${path}|${isVariadic ? "*" : index}`, value]),
  ),
)}
${commands
  .filter(({ commands: inner }) => inner.length > 0)
  .map(
    ({ path, commands: inner }) =>
      `      ${quoted(`${path}|0`)}) list=${quoted(inner.map(({ name }) => name).join(" "))} ;;`,
  )
  .join("\n")}
    esac
  fi

  COMPREPLY=()
  if [[ -n $is_file ]]; then
    # Readline completes files best: it knows folders and quotes.
    compopt -o default 2> /dev/null || COMPREPLY=($(compgen -f -- "$cur"))
    return
  fi
  [[ -n $is_many && $cur == *,* ]] && before=$before\${cur%,*},
  # Readline holds only what comes after the last colon or equals sign of a word.
  [[ $COMP_WORDBREAKS == *:* ]] && held=\${held##*:}
  [[ $COMP_WORDBREAKS == *=* ]] && held=\${held##*=}
  read -ra found <<< "$list"
  for word in \${found[@]+"\${found[@]}"}; do
    word=$before$word
    [[ $word == "$typed"* ]] && COMPREPLY+=("$held\${word#"$typed"}")
  done
}

complete -F _egress6 egress6
`;
}

const keysOfCommands = ({ path, commands }: CompletedCommand) =>
  commands.map(({ name }) => `${path}|${name}`);

const keysOfOptionsWithValue = (commands: readonly CompletedCommand[]) =>
  commands.flatMap((command) =>
    optionsWithValue(command).map(({ name }) => `${command.path}|${name}`),
  );

/** Patterns of a `case` that match these words only; a star at the end matches anything. */
function patterns(keys: readonly string[]): string {
  return keys
    .map((key) => (key.endsWith("*") ? `${quoted(key.slice(0, -1))}*` : quoted(key)))
    .join(" | ");
}

/** Arms of a `case`, one for each value. */
function arms(values: readonly (readonly [string, Value])[]): string {
  const byAction = new Map<string, string[]>();
  for (const [key, value] of values) {
    const action = actionOf(value);
    if (action !== null) byAction.set(action, [...(byAction.get(action) ?? []), key]);
  }
  return [...byAction].map(([action, keys]) => `      ${patterns(keys)}) ${action} ;;`).join("\n");
}

function actionOf(value: Value): string | null {
  switch (value.kind) {
    case "list":
      return `list=$${value.list}${value.isMany ? " is_many=1" : ""}`;
    case "words":
      return `list=${quoted(value.words.join(" "))}`;
    case "files":
      return "is_file=1";
    case "free":
      return null;
  }
}
