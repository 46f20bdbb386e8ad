import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Config, IdMapping } from "../config/config.gen.ts";
import { becomeSteps, deniesSetgroups, idmapSteps, isMapped } from "./idmaps.ts";
import { only, rootlessFacts, testConfig, testFacts, testScope, withUsers } from "./testing.ts";

const test = suite("id maps");

const own: readonly IdMapping[] = [{ containerID: 0, hostID: 1000, size: 1 }];
const many: readonly IdMapping[] = [...own, { containerID: 1, hostID: 100_000, size: 65_536 }];

function users(uidMappings: readonly IdMapping[], gidMappings = uidMappings): Config {
  return testConfig({ linux: { namespaces: [{ type: "user" }], uidMappings, gidMappings } });
}

test("[ID-1] [ID-3] root writes the maps as they are and leaves setgroups alone", () => {
  const op = only(idmapSteps(testScope(users(many, own))), "idmap");
  assert.equal(op, {
    op: "idmap",
    uids: "0 1000 1\n1 100000 65536\n",
    gids: "0 1000 1\n",
    setgroups: null,
    uidTool: [],
    gidTool: [],
  });
});

test("a user maps its own id alone without a tool, with setgroups denied", () => {
  const op = only(idmapSteps(testScope(users(own), rootlessFacts())), "idmap");
  assert.is(op.setgroups, "deny");
  assert.equal(op.uidTool, []);
  assert.equal(op.gidTool, []);
});

test("a user's other maps go through the subordinate id tools", () => {
  const op = only(idmapSteps(testScope(users(many), rootlessFacts())), "idmap");
  const numbers = ["0", "1000", "1", "1", "100000", "65536"];
  assert.equal(op.uidTool, ["/usr/bin/newuidmap", ...numbers]);
  assert.equal(op.gidTool, ["/usr/bin/newgidmap", ...numbers]);
  assert.is(op.setgroups, null);
});

test("a map of one id that is not the user's own needs the tool", () => {
  const other = [{ containerID: 0, hostID: 1001, size: 1 }];
  const op = only(idmapSteps(testScope(users(other, own), rootlessFacts())), "idmap");
  assert.is(op.uidTool[0], "/usr/bin/newuidmap");
  assert.equal(op.gidTool, []);
  assert.is(op.setgroups, "deny");
});

test("a missing tool is an error that names it", () => {
  const run = (changes: Parameters<typeof rootlessFacts>[0]): unknown =>
    idmapSteps(testScope(users(many), rootlessFacts(changes)));
  assert.throws(
    () => run({ newuidmap: null }),
    /these mappings need newuidmap, which was not found/,
  );
  assert.throws(() => run({ newgidmap: null }), /newgidmap/);
});

test("setgroups is denied only where a user writes the gid map", () => {
  assert.is(deniesSetgroups(users(many), testFacts()), false);
  assert.is(deniesSetgroups(users(own), rootlessFacts()), true);
  assert.is(deniesSetgroups(users(many), rootlessFacts()), false);
});

test("[Q-16] mappings beside a joined user namespace are a warning", () => {
  const namespaces = [{ type: "user", path: "/u" }] as const;
  const scope = testScope(testConfig({ linux: { namespaces, uidMappings: own } }));
  assert.equal(idmapSteps(scope), []);
  assert.match(scope.warnings[0]?.message ?? "", /mappings of the joined user namespace are used/);
  const plain = testScope(testConfig({ linux: { namespaces } }));
  assert.equal(idmapSteps(plain), []);
  assert.equal(plain.warnings, []);
});

test("init becomes the root of its user namespace, or the first id that is mapped", () => {
  const { op, ...root } = only(becomeSteps(testScope(withUsers())), "become");
  assert.is(op, "become");
  assert.equal(root, { uid: 0, gid: 0 });
  const high = [{ containerID: 500, hostID: 1, size: 10 }];
  assert.is(only(becomeSteps(testScope(users(high, own))), "become").uid, 500);
  assert.is(only(becomeSteps(testScope(users(high, own))), "become").gid, 0);
  const joined = testConfig({
    linux: { namespaces: [{ type: "user", path: "/u" }], uidMappings: high },
  });
  assert.is(only(becomeSteps(testScope(joined)), "become").uid, 0);
});

test("without a user namespace init stays who it is", () => {
  assert.equal(becomeSteps(testScope()), []);
});

test("an id is mapped from the first of a range to the last", () => {
  const range = [{ containerID: 10, hostID: 0, size: 2 }];
  assert.equal(
    [9, 10, 11, 12].map((id) => isMapped(range, id)),
    [false, true, true, false],
  );
});

test.run();
