// argv as the program gets it.
import { script } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";

const odd = ["", " two words ", "$HOME", "new\nline", '"quoted"', "ünï", "-n", "\\"];

export const bundle = defineBundle({
  name: "args-exact",
  title: "[P-9] args reach the program byte for byte, empty ones included",
  oracle: "runc",
  config: { process: script('for word; do printf "[%s]" "$word"; done') },
  check(t) {
    t.configure({
      process: { args: ["sh", "-c", 'for word; do printf "[%s]" "$word"; done', "sh", ...odd] },
    });
    t.is(t.output(), odd.map((word) => `[${word}]`).join(""));
  },
});
