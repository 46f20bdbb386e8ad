// Flags of the filter, as the kernel is given them.
import { defineBundle } from "../harness/define.ts";
import { beside, tool } from "../harness/tools.ts";

// linux/seccomp.h
const FLAGS = {
  SECCOMP_FILTER_FLAG_TSYNC: 1,
  SECCOMP_FILTER_FLAG_LOG: 2,
  SECCOMP_FILTER_FLAG_SPEC_ALLOW: 4,
  SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV: 32,
} as const;
const NEW_LISTENER = 8;

/** Words that strace has for some of them; it gives the others as numbers. */
function numbers(text: string): number {
  return text
    .split("|")
    .map(
      (word) =>
        FLAGS[word as keyof typeof FLAGS] ??
        (word.endsWith("NEW_LISTENER") ? NEW_LISTENER : Number(word.split(" ")[0])),
    )
    .reduce((all, one) => all | one, 0);
}

export const bundle = defineBundle({
  name: "seccomp-flags",
  title: "[SC-7] the filter's flags are those that are listed, and SPEC_ALLOW when none are",
  oracle: { none: "runc 1.1 knows fewer of them" },
  needs: ["strace"],
  config: { process: { args: ["true"] } },
  check(t) {
    const loaded = (more: object): number => {
      const filter = {
        defaultAction: "SCMP_ACT_ALLOW",
        syscalls: [{ names: ["mkdir"], action: "SCMP_ACT_ERRNO" }],
        ...more,
      };
      t.configure({ linux: { seccomp: filter } });
      const trace = t.beside("trace");
      const wrap = ["strace", "--follow-forks", "--trace=seccomp", "--output", trace];
      t.is(t.run({ wrap }).status, 0, JSON.stringify(more));
      const calls = (t.read(trace) ?? "").matchAll(
        /seccomp\(SECCOMP_SET_MODE_FILTER, ([^,]+), \{/g,
      );
      const flags = [...calls].map(([, text = ""]) => numbers(text));
      t.is(flags.length, 1, "filters that were loaded");
      return flags[0] ?? -1;
    };
    t.is(loaded({}), FLAGS.SECCOMP_FILTER_FLAG_SPEC_ALLOW, "without the member");
    t.is(loaded({ flags: [] }), 0, "an empty list");
    for (const [name, number] of Object.entries(FLAGS)) {
      if (name.includes("KILLABLE")) continue; // of filters that notify, below
      t.is(loaded({ flags: [name] }), number, name);
    }
    t.is(
      loaded({ flags: ["SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW"] }),
      FLAGS.SECCOMP_FILTER_FLAG_LOG | FLAGS.SECCOMP_FILTER_FLAG_SPEC_ALLOW,
      "two",
    );
    const agent = t.beside("agent");
    beside(t, [tool("agent"), agent]);
    t.wait(() => t.exists(agent), "the agent listens");
    const notify = {
      listenerPath: agent,
      flags: ["SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"],
      syscalls: [{ names: ["mkdir"], action: "SCMP_ACT_NOTIFY" }],
    };
    t.is(
      loaded(notify) & ~FLAGS.SECCOMP_FILTER_FLAG_TSYNC,
      FLAGS.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV | NEW_LISTENER,
      "with a listener",
    );
    t.rejects(
      {
        linux: { seccomp: { defaultAction: "SCMP_ACT_ALLOW", flags: ["SECCOMP_FILTER_FLAG_ODD"] } },
      },
      /SECCOMP_FILTER_FLAG_ODD/,
    );
  },
});
