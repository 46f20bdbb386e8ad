// CRIU's side of the conversation, played by a program: what it may answer, and what it may not.
import { chmodSync, copyFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { REQUEST, RESPONSES } from "../../src/wire/criu.ts";
import { encodeMessage } from "../../src/wire/protobuf.ts";
import type { Message } from "../../src/wire/protobuf.ts";
import { checkpoint, quiet, restore } from "../harness/criu.ts";
import { defineBundle } from "../harness/define.ts";
import { leftovers } from "../harness/leaks.ts";
import type { Test } from "../harness/test.ts";

const hex = (message: Message<typeof RESPONSES>): string =>
  Buffer.from(encodeMessage(RESPONSES, message)).toString("hex");
const version = (major: number, minor: number): string =>
  hex({ type: REQUEST.version, success: true, version: { major, minor } });
const told = (script: string, pid = 0): string =>
  hex({ type: REQUEST.notify, success: true, notification: { script, pid } });
const DUMPED = hex({ type: REQUEST.dump, success: true });

function play(t: Test, lines: Readonly<Record<string, string>>): void {
  const all = { version: version(4, 1), ...lines };
  t.write(
    t.beside("bin/plan"),
    Object.entries(all)
      .map(([kind, words]) => `${kind}: ${words}\n`)
      .join(""),
  );
}

export const bundle = defineBundle({
  name: "checkpoint-answers",
  title: "whatever CRIU answers, or if it dies, there is one error and the container is as it was",
  oracle: { none: "a program in CRIU's place that speaks as tsrun's tests need it" },
  config: { process: { args: ["sleep", "600"] } },
  setup(t) {
    t.write(t.beside("bin/plan"), "");
    copyFileSync(join(t.place.source, "criu"), t.beside("bin/criu"));
    chmodSync(t.beside("bin/criu"), 0o755);
  },
  check(t) {
    const env = { PATH: `${t.beside("bin")}:${process.env["PATH"] ?? ""}` };
    const save = (flags: readonly string[] = [], extra: readonly number[] = []) =>
      checkpoint(t, flags, { env, extra });
    const requests = (): readonly string[] =>
      (t.read(t.beside("bin/requests")) ?? "").trim().split("\n");
    const one = (pattern: RegExp): void => {
      const result = save();
      t.fails(result, pattern);
      t.is(result.stderr.trim().split("\n").length, 1, "lines of the error");
      t.is(t.status, "running");
    };
    t.up({ wrap: quiet });

    play(t, { version: version(2, 12) });
    one(/CRIU version check failed: CRIU version 2.12 must be 3.0 or higher/);
    play(t, { version: "die" });
    one(/CRIU version check failed: CRIU ended during version \(signal 9\)/);
    play(t, { version: "ff" });
    one(
      /CRIU version check failed: CRIU's answer to version cannot be read: it ends within a number/,
    );
    play(t, { version: "00".repeat(65_536) });
    one(/CRIU's answer to version cannot be read: longer than 65536 bytes/);
    play(t, { dump: `${told("network-lock")} wait die` });
    one(/checkpoint by CRIU: CRIU ended during dump \(signal 9\); its log is .*\/work\/dump\.log/);
    play(t, { dump: hex({ type: REQUEST.dump, success: false, errno: 1, message: "a\nb" }) });
    one(
      /checkpoint by CRIU: CRIU refused dump with errno 1: a.*b: operation not permitted \(EPERM\)/,
    );
    // The log says more than the answer.
    t.write(
      t.beside("work/dump.log"),
      "(00.1) Error (criu/x.c:7): tty: no\n(00.2) Error (criu/y.c:8): Dumping FAILED.\n",
    );
    one(/checkpoint by CRIU: criu\/x\.c:7: tty: no: operation not permitted \(EPERM\); its log/);
    play(t, {
      features: hex({
        type: REQUEST.featureCheck,
        success: true,
        features: { memoryTracking: false, lazyPages: false },
      }),
    });
    t.fails(save(["--pre-dump"]), /criu is missing features: \[MemTrack\]/);
    t.fails(save(["--lazy-pages"]), /criu is missing features: \[LazyPages\]/);
    t.is(t.status, "running");

    // Lazy pages: a byte on --status-fd when they can be fetched.
    const features = hex({
      type: REQUEST.featureCheck,
      success: true,
      features: { lazyPages: true },
    });
    play(t, { features, dump: `${told("status-ready")} wait ${DUMPED}` });
    t.fails(
      save(["--lazy-pages", "--status-fd", "7"]),
      /invalid --status-fd argument 7: bad file descriptor/,
    );
    t.fails(
      save(["--lazy-pages", "--status-fd", "0"]),
      /invalid --status-fd argument 0: not writable/,
    );
    t.succeeds(
      checkpoint(t, ["--lazy-pages", "--status-fd", "1", "--leave-running"], {
        env,
        wrap: ["sh", "-c", `exec "$@" >${t.beside("ready")}`, "sh"],
      }),
    );
    t.is(t.read(t.beside("ready")), "\0");
    t.ok(requests().at(-1) === "told 08061801", "the notification was answered");

    // It says that the container is saved, and the container is still there: it goes all the same.
    play(t, { dump: DUMPED });
    t.succeeds(save());
    t.is(leftovers(t.place.id, t.runtime.root), [], "left after a checkpoint");

    // A restore that fails is undone; one that is killed leaves what delete --force clears.
    const bring = () => restore(t, [], { env });
    for (const [words, pattern] of [
      ["die", /restore by CRIU: CRIU ended during restore \(signal 9\)/],
      [
        hex({ type: REQUEST.restore, success: false, errno: 17 }),
        /restore by CRIU: .*file exists \(EEXIST\); its log is .*restore\.log/,
      ],
      [hex({ type: REQUEST.restore, success: true }), /CRIU told of no restored process/],
    ] as const) {
      play(t, { restore: words });
      t.fails(bring(), pattern);
      t.is(leftovers(t.place.id, t.runtime.root), [], "left after a failed restore");
    }

    play(t, { restore: "sleep" });
    const [file = "", ...args] = t.runtime.command([
      "restore",
      "--detach",
      "--image-path",
      t.beside("images"),
      "--bundle",
      t.place.bundle,
      t.place.id,
    ]);
    const child = spawn(file, args, { env, stdio: "ignore" });
    t.wait(
      () =>
        t.runtime.call(["state", t.place.id]).stdout.includes('"creating"') &&
        (requests().at(-1) ?? "").startsWith("restore"),
      "it is under way",
    );
    child.kill("SIGKILL");
    t.wait(() => t.status === "stopped", "state answers");
    t.is(t.succeeds(t.delete({ flags: ["--force"] })), "");
    t.is(leftovers(t.place.id, t.runtime.root), [], "left after delete --force");
  },
});
