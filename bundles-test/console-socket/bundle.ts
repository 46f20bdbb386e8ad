// A terminal whose other end goes to the caller.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { beside, tool } from "../harness/tools.ts";

export const bundle = defineBundle({
  name: "console-socket",
  title:
    "[P-3] [P-5] [DV-20] with a console socket the program has a terminal, whose other end arrives there",
  oracle: "runc",
  config: {
    process: {
      ...script(
        'tty; stty size; test -t 0 && test -t 1 && test -t 2 && echo three; stat -c %t:%T /dev/console $(tty) | uniq | wc -l; read line; echo "got $line"; exit 3',
      ),
      terminal: true,
      consoleSize: { height: 25, width: 90 },
    },
  },
  check(t) {
    const socket = t.beside("console");
    const terminal = beside(t, [tool("terminal"), "socket", socket], "typed\n");
    t.wait(() => t.exists(socket), "the socket is there");
    const pid = t.up({ flags: ["--console-socket", socket] });
    t.ended(pid);
    t.wait(() => terminal.output().includes("got typed"), "the line arrived");
    const [name = "", ...lines] = terminal.output().replaceAll("\r", "").trim().split("\n");
    t.match(name, /^name: \/dev\/(pts\/\d+|ptmx)$/);
    const shown = lines.filter((line) => line !== "typed");
    t.match(shown[0] ?? "", /^\/dev\/(pts\/0|console)$/);
    t.is(shown.slice(1), ["25 90", "three", "1", "got typed"]);
    t.succeeds(t.delete());

    t.configure({ process: { terminal: false, args: ["sleep", "60"] } });
    t.up();
    const second = t.beside("exec");
    const executed = beside(t, [tool("terminal"), "socket", second]);
    t.wait(() => t.exists(second), "the second socket is there");
    const flags = ["--tty", "--detach", "--console-socket", second];
    t.succeeds(t.exec(["sh", "-c", "test -t 0 && echo on a terminal"], { flags }));
    t.wait(() => executed.output().includes("on a terminal"), "exec's terminal arrived");
  },
});
