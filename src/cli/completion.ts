// Completion of the command line for shells, from the command table.
import { GLOBAL_FLAGS } from "./flags.ts";
import { COMMANDS } from "./table.ts";
import type { Command, Flag } from "./types.ts";

const shown = COMMANDS.filter(({ hidden }) => hidden !== true);

function visible(flags: readonly Flag[]): readonly Flag[] {
  return flags.filter(({ hidden }) => hidden !== true);
}

/** What a value is completed by. */
function kindOf({ value = "" }: Flag): "directory" | "file" | "words" | "none" {
  if (value === "DIR") return "directory";
  if (value === "FILE" || value === "PATH" || value.startsWith("FILE|")) return "file";
  return /^[a-z0-9]+(\|[a-z0-9]+)+$/.test(value) ? "words" : "none";
}

/** Whether the first argument is a container that is there. */
function takesContainer({ name, operands }: Command): boolean {
  return operands.startsWith("<id>") && !["create", "run", "restore"].includes(name);
}

function spellings({ name, alias }: Flag): readonly string[] {
  return alias === undefined ? [`--${name}`] : [`--${name}`, `-${alias}`];
}

function bashValues(flags: readonly Flag[]): readonly string[] {
  return visible(flags).flatMap((flag) => {
    if (flag.type === "bool") return [];
    const names = spellings(flag).join("|");
    switch (kindOf(flag)) {
      case "directory":
        return [`\t\t${names}) COMPREPLY=($(compgen -d -- "$word")); return ;;`];
      case "file":
        return [`\t\t${names}) COMPREPLY=($(compgen -f -- "$word")); return ;;`];
      case "words": {
        const words = (flag.value ?? "").replaceAll("|", " ");
        return [`\t\t${names}) COMPREPLY=($(compgen -W '${words}' -- "$word")); return ;;`];
      }
      case "none":
        return [`\t\t${names}) return ;;`];
      default:
        throw new TypeError(flag.name);
    }
  });
}

function bashCommand(command: Command): readonly string[] {
  const flags = visible(command.flags).flatMap(spellings).join(" ");
  return [
    `\t${command.name})`,
    "\t\tcase $before in",
    ...bashValues(command.flags),
    "\t\tesac",
    `\t\twords='${flags} --help'`,
    ...(takesContainer(command) ? ["\t\tids=1"] : []),
    "\t\t;;",
  ];
}

/** The script for bash: complete -F. */
export function bashCompletion(): string {
  const withValue = visible(GLOBAL_FLAGS)
    .filter(({ type }) => type !== "bool")
    .flatMap(spellings);
  return `# Completion of tsrun for bash.
_tsrun() {
	local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]}
	local at=1 command= root= words= ids= i
	COMPREPLY=()
	# The command is the first word that is neither a flag nor a flag's value.
	while ((at < COMP_CWORD)); do
		case \${COMP_WORDS[at]} in
		--root) root=\${COMP_WORDS[at + 1]}; ((at++)) ;;
		${withValue.filter((name) => name !== "--root").join("|")}) ((at++)) ;;
		-*) ;;
		*) command=\${COMP_WORDS[at]}; break ;;
		esac
		((at++))
	done
	case $command in
	'')
		case $before in
${bashValues(GLOBAL_FLAGS).join("\n")}
		esac
		words='${[...visible(GLOBAL_FLAGS).flatMap(spellings), "--help"].join(" ")} ${shown.map(({ name }) => name).join(" ")} help'
		;;
	help) words='${shown.map(({ name }) => name).join(" ")}' ;;
${shown.flatMap(bashCommand).join("\n")}
	esac
	if [[ $word == -* ]]; then
		for i in $words; do [[ $i == -* ]] && COMPREPLY+=("$i"); done
		words=\${COMPREPLY[*]}
	elif [[ -n $ids ]]; then
		words=$("\${COMP_WORDS[0]}" \${root:+--root "$root"} list --quiet 2>/dev/null)
	elif [[ -n $command && $command != help ]]; then
		words=
	else
		# Flags only where they are asked for.
		for i in $words; do [[ $i == -* ]] || COMPREPLY+=("$i"); done
		words=\${COMPREPLY[*]}
	fi
	COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _tsrun tsrun
`;
}

function quoted(text: string): string {
  return text
    .replaceAll("'", "'\\''")
    .replaceAll("[", "\\[")
    .replaceAll("]", "\\]")
    .replaceAll(":", "\\:");
}

function zshFlags(flags: readonly Flag[]): readonly string[] {
  return visible(flags).flatMap((flag) => {
    const action = {
      directory: ":directory:_files -/",
      file: ":file:_files",
      words: `:value:(${(flag.value ?? "").replaceAll("|", " ")})`,
      none: `:${quoted((flag.value ?? "value").toLowerCase())}:`,
    }[kindOf(flag)];
    const repeated = flag.type === "strings" || flag.type === "ints" ? "*" : "";
    const value = flag.type === "bool" ? "" : action;
    return spellings(flag).map(
      (name) => `'${repeated}${name}[${quoted(flag.description)}]${value}'`,
    );
  });
}

function zshCommand(command: Command): string {
  const first = takesContainer(command) ? ["'1:container:_tsrun_containers'"] : [];
  const words = [...zshFlags(command.flags), ...first, "'*:file:_files'"];
  return `\t${command.name}) _arguments ${words.join(" \\\n\t\t")} ;;`;
}

/** The script for zsh: a function of the completion system. */
export function zshCompletion(): string {
  const commands = shown.map(({ name, summary }) => `\t\t'${name}:${quoted(summary)}'`);
  return `#compdef tsrun
# Completion of tsrun for zsh.
_tsrun_containers() {
	local -a ids
	ids=(\${(f)"$(tsrun \${opt_args[--root]:+--root \${opt_args[--root]}} list --quiet 2>/dev/null)"})
	compadd -a ids
}
_tsrun_commands() {
	local -a commands
	commands=(
${commands.join("\n")}
	)
	_describe command commands
}
_tsrun() {
	local state line
	typeset -A opt_args
	_arguments -C \\
		${zshFlags(GLOBAL_FLAGS).join(" \\\n\t\t")} \\
		'1:command:_tsrun_commands' \\
		'*::argument:->rest'
	[[ $state == rest ]] || return
	case $line[1] in
${shown.map(zshCommand).join("\n")}
	esac
}
_tsrun "$@"
`;
}
