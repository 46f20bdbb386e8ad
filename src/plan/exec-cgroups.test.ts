import { test } from "uvu";
import * as assert from "uvu/assert";
import { joinCgroups } from "./exec-cgroups.ts";
import type { ExecCgroup } from "./types.ts";

const cgroup = (
  version: 1 | 2,
  controllers: readonly string[],
  initPath: string | null = null,
): ExecCgroup => ({
  mount: version === 1 ? `/v1/${controllers.join(",")}` : "/v2",
  path: "/c",
  version,
  controllers,
  initPath,
});

const V1 = [cgroup(1, ["memory"]), cgroup(1, ["cpu", "cpuacct"]), cgroup(1, ["name=systemd"])];
const HYBRID = [...V1, cgroup(2, [])];
const V2 = [cgroup(2, ["memory", "cpu"])];

function paths(cgroups: readonly ExecCgroup[], ...texts: readonly string[]): readonly string[] {
  return joinCgroups(cgroups, texts).map(({ op }) => {
    if (op.op === "cgroup-follow") return `${op.mount}${op.path} or ${op.instead}`;
    if (op.op !== "cgroup-join") throw new Error(op.op);
    return `${op.mount}${op.path}`;
  });
}

test("without --cgroup the process enters the container's own", () => {
  assert.equal(paths(HYBRID), ["/v1/memory/c", "/v1/cpu,cpuacct/c", "/v1/name=systemd/c", "/v2/c"]);
});

test("a path alone is meant for every controller", () => {
  assert.equal(paths(HYBRID, "a/b"), [
    "/v1/memory/c/a/b",
    "/v1/cpu,cpuacct/c/a/b",
    "/v1/name=systemd/c/a/b",
    "/v2/c",
  ]);
  assert.equal(paths(V2, "/a//./b/../d/"), ["/v2/c/a/d"]);
  assert.equal(paths(V2, "/"), ["/v2/c"]);
});

test("a container without cgroups has none to name", () => {
  assert.equal(paths([]), []);
  assert.throws(() => paths([], "a"), /--cgroup: the container has no cgroup/);
});

test("v1: a path for the controllers that it names", () => {
  assert.equal(paths(V1, "memory:a", "cpuacct,cpu:b"), [
    "/v1/memory/c/a",
    "/v1/cpu,cpuacct/c/b",
    "/v1/name=systemd/c",
  ]);
});

test("v2: where the controllers were handed down the process follows init", () => {
  assert.equal(paths([cgroup(2, ["memory"], "/c/init.scope")]), ["/v2/c or /c/init.scope"]);
  assert.equal(paths([cgroup(2, ["memory"], "/c/init.scope")], "x"), ["/v2/c/x"]);
});

for (const [title, cgroups, texts, words] of [
  ["a path that leads out", V1, ["memory:../x"], /bad sub cgroup path/],
  ["a path that leads out by a detour", V2, ["a/../../x"], /bad sub cgroup path/],
  ["an unknown controller", V1, ["nosuch:x"], /unknown controller nosuch/],
  ["a controller on v2", V2, ["memory:x"], /unknown controller memory/],
  ["two paths without controllers", V1, ["a", "b"], /missing <controller>: prefix/],
  ["a controller twice", V1, ["cpu:a", "memory,cpu:b"], /cpu specified multiple times/],
  ["three parts", V1, ["cpu:a:b"], /invalid --cgroup argument/],
] as const) {
  test(`${title} is refused`, () => {
    assert.throws(() => joinCgroups(cgroups, texts), words);
  });
}

test.run();
