// Command lines: words with NUL between them.
import { GLOBAL_FLAGS } from "../../../dist/js/src/cli/flags.js";
import { findCommand, parseCommand, parseLevel } from "../../../dist/js/src/cli/parse.js";
import { COMMANDS } from "../../../dist/js/src/cli/table.js";
import { answer, Defect, mutateText } from "./common.mjs";

const flags = [...GLOBAL_FLAGS, ...COMMANDS.flatMap((command) => command.flags)];
const words = [
  ...COMMANDS.map(({ name }) => name),
  ...flags.flatMap(({ name, alias }) => [`--${name}`, `-${alias ?? name}`, `--${name}=1`]),
].map((word) => `\0${word}\0`);

const SEEDS = [
  "--root /run/x create --bundle b --pid-file p id",
  "exec -t --cwd /x -u 1:2 -e A=b --preserve-fds=3 id sh -c true",
  "kill --all id SIGRTMIN+3",
  "delete --force id",
  "list -q --format json",
  "--debug --log f --log-format json run -d --console-socket s id",
  "update --memory 1 --pids-limit -1 id",
];

export const argv = {
  name: "argv",
  seeds: () => SEEDS.map((line) => Buffer.from(line.replaceAll(" ", "\0"))),
  mutate: mutateText(words),
  run(input) {
    const line = input.toString("utf8").split("\0");
    return answer(["UsageError"], () => {
      const global = parseLevel(line, { flags: GLOBAL_FLAGS, stopsAtOperand: true, command: null });
      const command = findCommand(COMMANDS, global.args[0] ?? "");
      const parsed = parseCommand(command, global.args.slice(1), "tsrun");
      if (parsed.help) return;
      const { minimum, maximum } = command;
      const count = parsed.args.length;
      if (count < minimum || (maximum !== null && count > maximum))
        throw new Defect(`${count} operands`);
    });
  },
  planted: (input) => /--preserve-fds=1\0[^]*--force/.test(input.toString("latin1")),
};
