import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Config, Namespace } from "../config/config.gen.ts";
import { CLONE } from "./kernel.ts";
import { cloneStep, joinSteps, kindsOf, readNamespaces, timeSteps } from "./namespaces.ts";
import { all, names, only, testConfig, testFacts } from "./testing.ts";

const test = suite("namespaces");

function config(...namespaces: readonly Namespace[]): Config {
  return testConfig({ linux: { namespaces } });
}

function read(...namespaces: readonly Namespace[]): ReturnType<typeof readNamespaces> {
  return readNamespaces(config(...namespaces), testFacts());
}

test("[NS-14] [NS-15] what has no path is made, what is not listed is inherited", () => {
  const namespaces = read(
    { type: "pid" },
    { type: "network", path: "/ns/net" },
    { type: "ipc", path: "" },
  );
  assert.is(namespaces.makes("pid"), true);
  assert.is(namespaces.joins("pid"), false);
  assert.is(namespaces.makes("network"), false);
  assert.is(namespaces.joins("network"), true);
  assert.is(namespaces.has("network"), true);
  assert.is(namespaces.makes("ipc"), true, "an empty path is none");
  assert.is(namespaces.has("uts"), false);
});

test("[NS-16] the same type twice is an error", () => {
  assert.throws(() => read({ type: "pid" }, { type: "pid", path: "/x" }), /pid is listed twice/);
});

test("[NS-17] a type that the kernel lacks is an error", () => {
  const facts = testFacts({ namespaces: ["pid", "mnt"] });
  assert.throws(
    () => readNamespaces(config({ type: "time" }), facts),
    /the kernel has no time namespaces/,
  );
  assert.not.throws(() => readNamespaces(config({ type: "mount" }), facts));
});

test("no linux section means no namespaces", () => {
  const { linux: _, ...rest } = testConfig();
  assert.equal(readNamespaces(rest, testFacts()).wanted, []);
});

test("[NS-12] joins are of the type that config.json says, in its order", () => {
  const steps = joinSteps(
    read({ type: "mount", path: "/m" }, { type: "pid" }, { type: "network", path: "/n" }),
  );
  assert.equal(all(steps, "join"), [
    { op: "join", type: CLONE.mount, path: "/m", later: 0 },
    { op: "join", type: CLONE.network, path: "/n", later: 0 },
  ]);
  assert.is(steps[0]?.origin.pointer, "/linux/namespaces/0/path");
});

test("a joined user namespace comes last, and what it owns after it", () => {
  const steps = joinSteps(read({ type: "user", path: "/u" }, { type: "network", path: "/n" }));
  assert.equal(names(steps), ["join", "join", "join-rest"]);
  assert.equal(
    all(steps, "join").map(({ path, later }) => [path, later]),
    [
      ["/n", 1],
      ["/u", 0],
    ],
  );
  assert.equal(names(joinSteps(read({ type: "user", path: "/u" }))), ["join"]);
});

test("[NS-2] the clone makes the new namespaces, but cgroup and time", () => {
  const step = cloneStep(
    read(
      { type: "pid" },
      { type: "mount" },
      { type: "user" },
      { type: "cgroup" },
      { type: "time" },
      { type: "uts", path: "/uts" },
    ),
  );
  assert.is(only([step], "clone").flags, BigInt(CLONE.pid | CLONE.mount | CLONE.user));
});

test("[NS-15] without namespaces the clone has no flags", () => {
  assert.is(only([cloneStep(read())], "clone").flags, 0n);
});

test("[TM-1] [TM-2] time offsets are the kernel's lines, absent numbers are 0", () => {
  const timeOffsets = { monotonic: { secs: -5n, nanosecs: 7 }, boottime: { secs: 3n } };
  const linux = { namespaces: [{ type: "time" }], timeOffsets } as const;
  const full = testConfig({ linux });
  const steps = timeSteps(full, readNamespaces(full, testFacts()), "stage0");
  assert.is(only(steps, "time-namespace").offsets, "monotonic -5 7\nboottime 3 0\n");
});

test("a time namespace without offsets is made all the same, a joined one is not", () => {
  const steps = (namespace: Namespace): ReturnType<typeof timeSteps> =>
    timeSteps(config(namespace), read(namespace), "stage0");
  assert.is(only(steps({ type: "time" }), "time-namespace").offsets, null);
  assert.equal(steps({ type: "time", path: "/t" }), []);
  assert.equal(steps({ type: "pid" }), []);
});

test("a time namespace that a new user namespace owns is made by init", () => {
  const steps = (user: Namespace, by: "stage0" | "init"): readonly string[] =>
    names(timeSteps(config({ type: "time" }, user), read({ type: "time" }, user), by));
  assert.equal(steps({ type: "user" }, "stage0"), []);
  assert.equal(steps({ type: "user" }, "init"), ["own-time-namespace"]);
  assert.equal(steps({ type: "user", path: "/u" }, "stage0"), ["time-namespace"]);
  assert.equal(steps({ type: "user", path: "/u" }, "init"), []);
});

test("a mask names its types", () => {
  assert.equal(kindsOf(BigInt(CLONE.network | CLONE.user)), ["network", "user"]);
});

test.run();
