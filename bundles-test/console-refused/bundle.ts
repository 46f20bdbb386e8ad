// Terminals that nobody would have the other end of.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "console-refused",
  title: "create with a terminal needs a console socket, and without one must not have it",
  oracle: "runc",
  config: { process: { terminal: true } },
  check(t) {
    t.rejects({}, /cannot allocate tty if runc will detach without setting console socket/);
    const flags = ["--console-socket", t.beside("none")];
    t.rejects(
      { process: { terminal: false } },
      /cannot use console socket if runc will not detach or allocate tty/,
      { flags },
    );
    t.rejects({}, /no such file or directory/, { flags });
    // In the foreground the terminal is the caller's.
    t.configure({ process: { terminal: false, args: ["true"] } });
    t.fails(t.run({ flags }), /cannot use console socket if runc will not detach or allocate tty/);
  },
});
