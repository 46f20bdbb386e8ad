// A life that calls every verb, under surroundings that callers really bring.
import type { CallOptions } from "./runtime.ts";
import type { Test } from "./test.ts";

/** How the verbs are called; `mute` when nothing that they print can arrive. */
export interface Surrounding extends CallOptions {
  readonly mute?: boolean;
}

/** A shell script that ends in `exec "$@"`, with arguments that it takes away before. */
export function sh(script: string, ...words: readonly string[]): CallOptions {
  return { wrap: ["/bin/sh", "-c", script, "sh", ...words] };
}

/** One verb: its words, the status, and what it printed, numbers taken out. */
interface Answer {
  readonly verb: string;
  readonly status: number;
  readonly text: string;
}

function life(t: Test, options: Surrounding): readonly Answer[] {
  const { id, bundle } = t.place;
  const seen: Answer[] = [];
  const call = (...verb: readonly string[]): void => {
    const { status, stdout } = t.runtime.call(verb, options);
    const text = stdout.replaceAll(/\d+(\.\d+)?/g, "#").replaceAll(/ +/g, " ");
    seen.push({ verb: verb.join(" "), status, text });
  };
  const alike = (...verb: readonly string[]): void => {
    // Figures differ, and what is zero is left out.
    const { status } = t.runtime.call(verb, options);
    seen.push({ verb: verb.join(" "), status, text: "" });
  };
  call("--version");
  call("features");
  call("help");
  call("validate", bundle);
  call("plan", "--bundle", bundle);
  t.write(t.beside("spec/none"), "");
  call("spec", "--bundle", t.beside("spec"));
  t.remove(t.beside("spec/config.json"));
  call("state", id);
  call("exec", id, "true");
  call("frobnicate");
  call("create", "--bundle", bundle, id);
  call("state", id);
  call("list");
  call("start", id);
  call("ps", id);
  call("ps", "--format", "json", id);
  call("ns", id);
  alike("stats", id);
  alike("events", "--stats", id);
  call("exec", id, "sh", "-c", "exit 3");
  call("exec", "--detach", id, "true");
  call("pause", id);
  call("state", id);
  call("resume", id);
  call("update", "--pids-limit", "100", id);
  call("delete", id);
  const { pid } = t;
  call("kill", id, "KILL");
  t.ended(pid);
  call("state", id);
  call("delete", id);
  call("run", "--bundle", bundle, "--detach", id);
  call("delete", "--force", id);
  call("delete", "--force", id);
  t.configure({ process: { args: ["sh", "-c", "echo out; echo err >&2; exit 5"] } });
  call("run", "--bundle", bundle, id);
  t.configure();
  return seen;
}

/** Every verb must answer as it does without ado. @throws AssertionError for the first that does not */
export function sameLife(t: Test, surroundings: Readonly<Record<string, Surrounding>>): void {
  const usual = life(t, {});
  for (const [name, options] of Object.entries(surroundings)) {
    for (const [index, answer] of life(t, options).entries()) {
      const { verb = "", status, text = "" } = usual[index] ?? {};
      t.is(answer, { verb, status, text: options.mute === true ? "" : text }, `${name}: ${verb}`);
    }
  }
}
