import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Config, IdMapping, Mount } from "../config/config.gen.ts";
import type { OpNamed } from "../wire/ops.ts";
import { mountSteps } from "./mounts.ts";
import {
  names,
  only,
  rootlessFacts,
  testConfig,
  testScope,
  withLinux,
  withUsers,
} from "./testing.ts";

const DATA: Mount = { destination: "/mnt", source: "/data", options: ["rbind"] };
const MAPS = {
  uidMappings: [{ containerID: 0, hostID: 1000, size: 10 }],
  gidMappings: [{ containerID: 0, hostID: 2000, size: 20 }],
};

function withMaps(maps: readonly IdMapping[]): Config {
  const { linux } = withUsers([]);
  return testConfig({ linux: { ...linux, uidMappings: maps, gidMappings: maps } });
}

function idmapOf(mount: Mount, config: Config = testConfig()): OpNamed<"idmap-tree"> {
  return only(mountSteps(testScope({ ...config, mounts: [mount] }), {}).host, "idmap-tree");
}

test("[MT-17] [MO-62] a mount's own mappings count, with the word and without", () => {
  const expected = { uids: "0 1000 10\n", gids: "0 2000 20\n", namespace: null, recursive: 0 };
  const own = { op: "idmap-tree", slot: "bind-0", ...expected };
  assert.equal(idmapOf({ ...DATA, ...MAPS }), own);
  assert.equal(idmapOf({ ...DATA, ...MAPS, options: ["rbind", "idmap"] }), own);
  assert.equal(idmapOf({ ...DATA, ...MAPS }, withUsers([])), own, "not the container's");
});

test("[MO-61] ridmap maps the mounts below too", () => {
  assert.is(idmapOf({ ...DATA, ...MAPS, options: ["rbind", "ridmap"] }).recursive, 1);
});

test("the tree is opened by the engine, then mapped, and bound by init", () => {
  const { host, init } = mountSteps(testScope(testConfig({ mounts: [{ ...DATA, ...MAPS }] })), {});
  assert.equal(names(host), ["open-tree", "idmap-tree"]);
  assert.is(only(init, "bind").slot, "bind-0");
});

test("[MO-63] [MO-64] without mappings the container's are used, of a joined namespace too", () => {
  const mount = { ...DATA, options: ["bind", "idmap"] };
  const made = withUsers([]);
  const lines = (made.linux?.uidMappings ?? [])
    .map((map) => `${map.containerID} ${map.hostID} ${map.size}\n`)
    .join("");
  assert.is(idmapOf(mount, made).uids, lines);
  const path = "/proc/1/ns/user";
  const joined = withLinux({ namespaces: [{ type: "mount" }, { type: "user", path }] });
  assert.is(idmapOf(mount, joined).namespace, path);
});

test("[MO-65] without mappings and a user namespace there is nothing to map by", () => {
  assert.throws(() => idmapOf({ ...DATA, options: ["bind", "idmap"] }), /needs mappings/);
});

test("ranges behind idmap= are the file system's, the host's and how many", () => {
  const ranged = (text: string): Mount => ({ ...DATA, options: ["bind", `idmap=${text}`] });
  const { uids, gids } = idmapOf(ranged("uids=0-1-10#10-11-10;gids=0-100-10"));
  assert.is(uids, "0 1 10\n10 11 10\n");
  assert.is(gids, "0 100 10\n");
  const maps = [
    { containerID: 0, hostID: 0, size: 1 },
    { containerID: 1, hostID: 2, size: 1000 },
  ];
  const users = withMaps(maps);
  assert.is(idmapOf(ranged("uids=@1-3-10;gids=@1-3-10"), users).uids, "1 4 10\n");
  assert.throws(() => idmapOf(ranged("uids=@9999-3-10;gids=0-0-1"), users), /9999 is not mapped/);
  assert.throws(() => idmapOf(ranged("uids=0-1-10")), /needs uids and gids/);
  assert.throws(() => idmapOf(ranged("uids=0-1;gids=0-1-1")), /0-1 is not FROM-TO-COUNT/);
  assert.throws(() => idmapOf(ranged("users=0-1-1")), /neither uids=/);
});

test("what cannot be idmapped is refused", () => {
  assert.throws(() => idmapOf({ destination: "/a", type: "tmpfs", ...MAPS }), /only a bind mount/);
  const scope = testScope(testConfig({ mounts: [{ ...DATA, ...MAPS }] }), rootlessFacts());
  assert.throws(() => mountSteps(scope, {}), /needs CAP_SYS_ADMIN/);
});

test.run();
