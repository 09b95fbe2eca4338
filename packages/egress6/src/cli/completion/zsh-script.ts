import {
  type CompletedOption,
  type Completion,
  optionsWithValue,
  quoted,
  type Value,
} from "./completion.js";

/** Works as a file `_egress6` on `fpath` and sourced, after `compinit`. */
export function zshScript({ lists, commands }: Completion): string {
  const inner = commands.flatMap(({ path, commands: all }) =>
    all.map(({ name }) => `${path}|${name}`),
  );
  const valued = commands.flatMap((command) =>
    optionsWithValue(command).map(({ name, value }) => ({ key: `${command.path}|${name}`, value })),
  );
  const positional = commands.flatMap(({ path, arguments: all }) =>
    all.map(({ value, isVariadic }, index) => ({
      key: `${path}|${isVariadic ? "*" : index}`,
      value,
    })),
  );
  return `#compdef egress6
# zsh completion for egress6, written by: egress6 completion zsh

_egress6() {
${Object.entries(lists)
  .map(([name, words]) => `  local -a ${name}=(${words.map(quoted).join(" ")})`)
  .join("\n")}
  local -a found
  local command='' valued='' word
  local -i position=0

  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ -n $valued ]]; then
      valued=''
      continue
    fi
    case $word in
      -*=*) ;;
      -*)
        case "$command|$word" in
          ${patterns(valued.map(({ key }) => key))}) valued=$word ;;
        esac
        ;;
      *)
        case "$command|$word" in
          ${patterns(inner)}) command="\${command:+$command }$word" ;;
          *) position+=1 ;;
        esac
        ;;
    esac
  done

  if [[ -z $valued && $PREFIX == --*=* ]]; then
    valued=\${PREFIX%%=*}
    compset -P 1 '*='
  fi
  if [[ -n $valued ]]; then
    case "$command|$valued" in
${arms(valued)}
    esac
    return
  fi
  if [[ $PREFIX == -* ]]; then
    case $command in
${commands.map(({ path, options }) => `      ${quoted(path)}) found=(${options.flatMap(described).join(" ")}) ;;`).join("\n")}
    esac
    _describe -o option found
    return
  fi
  case "$command|$position" in
${arms(positional)}
${commands
  .filter(({ commands: all }) => all.length > 0)
  .map(
    ({ path, commands: all }) =>
      `    ${quoted(`${path}|0`)}) found=(${all.map(({ name, summary }) => quoted(`${name}:${summary}`)).join(" ")}); _describe command found ;;`,
  )
  .join("\n")}
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _egress6 "$@"
else
  compdef _egress6 egress6
fi
`;
}

const described = ({ names, summary }: CompletedOption) =>
  names.map((name) => quoted(`${name}:${summary}`));

/** Patterns of a \`case\` that match these words only; a star at the end matches anything. */
function patterns(keys: readonly string[]): string {
  return keys
    .map((key) => (key.endsWith("*") ? `${quoted(key.slice(0, -1))}*` : quoted(key)))
    .join(" | ");
}

function arms(values: readonly { readonly key: string; readonly value: Value }[]): string {
  return values
    .flatMap(({ key, value }) => {
      const action = actionOf(value);
      return action === null ? [] : `      ${patterns([key])}) ${action} ;;`;
    })
    .join("\n");
}

function actionOf(value: Value): string | null {
  switch (value.kind) {
    case "list":
      return `${value.isMany ? "compset -P '*,'; " : ""}compadd -a ${value.list}`;
    case "words":
      return `compadd -- ${value.words.map(quoted).join(" ")}`;
    case "files":
      return "_files";
    case "free":
      return null;
  }
}
