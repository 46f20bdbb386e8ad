import { test } from "uvu";
import * as assert from "uvu/assert";
import { hybridRoot, rootlessUser, systemdRoot } from "../host/sheets/index.ts";
import { cgroupWish, placeIn } from "./cgroup-path.ts";
import { testRequest } from "./testing.ts";
import { PlanError } from "./types.ts";
import type { CreateRequest, Facts } from "./types.ts";

function places(
  path: string | undefined,
  facts: Facts,
  more: Partial<CreateRequest> = {},
): readonly string[] {
  const wish = cgroupWish(path, facts, testRequest(more));
  return [...new Set(facts.cgroup.hierarchies.map((hierarchy) => placeIn(hierarchy, wish)))];
}

const refused = (path: string, pattern: RegExp, more: Partial<CreateRequest> = {}): void => {
  assert.throws(
    () => places(path, systemdRoot, more),
    (error: unknown) =>
      error instanceof PlanError &&
      error.pointer === "/linux/cgroupsPath" &&
      pattern.test(error.message),
  );
};

test("[CG-3] [CG-4] an absolute path is below the mount point of every hierarchy", () => {
  assert.equal(places("/a/b", hybridRoot), ["/a/b"]);
  assert.equal(places("//a/./b/", systemdRoot), ["/a/b"]);
});

test("[CG-5] [CG-6] a relative path is below the own cgroup on v1 and beside it on v2", () => {
  assert.equal(places("a/b", hybridRoot), [
    "/a/b",
    "/user.slice/user-0.slice/session-1.scope/a/b",
    "/user.slice/user-0.slice/a/b",
  ]);
  assert.equal(places("a", systemdRoot), ["/user.slice/user-0.slice/a"]);
});

test("[CG-7] without a path root gets /tsrun/<id> and a user a cgroup beside the own one", () => {
  assert.equal(places(undefined, systemdRoot), ["/tsrun/box"]);
  assert.equal(places("", systemdRoot), ["/tsrun/box"]);
  assert.equal(places(undefined, rootlessUser, { rootless: true }), [
    "/user.slice/user-1000.slice/user@1000.service/app.slice/tsrun-box",
  ]);
});

test("[CG-8] paths that leave the hierarchy or name its root are refused", () => {
  refused("../x", /contains "\.\."/);
  refused("/a/../../x", /contains "\.\."/);
  refused("/", /root of the hierarchy/);
  refused("a\nb", /newline/);
});

test("[CG-8] the systemd driver's form of path needs its flag", () => {
  refused("system.slice:docker:abc", /needs --systemd-cgroup/);
  assert.equal(places("/pod:a:b", systemdRoot), ["/pod:a:b"]);
});

test.run();
