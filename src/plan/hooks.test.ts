import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Hooks } from "../config/config.gen.ts";
import { containerHooks, hostHooks, stateText } from "./hooks.ts";
import type { Scope } from "./scope.ts";
import { all, testConfig, testRequest, testScope, testFacts } from "./testing.ts";

const test = suite("hooks");

function scope(hooks: Hooks, annotations?: Readonly<Record<string, string>>): Scope {
  const config = testConfig({ hooks, ...(annotations === undefined ? {} : { annotations }) });
  return testScope(config, testFacts(), testRequest({ id: 'a"b', bundle: "/b\n" }));
}

const HOOK = { path: "/bin/h", args: ["h", "x"], env: ["A=1"], timeout: 3 };

test("[H-9] [H-10] prestart and createRuntime are the engine's", () => {
  const wanted = scope({ prestart: [HOOK], createRuntime: [HOOK, { path: "/bin/g" }] });
  assert.equal(all(hostHooks(wanted, "prestart"), "host-hook"), [
    { op: "host-hook", kind: "prestart", index: 0, ...HOOK, status: "creating" },
  ]);
  const [, second] = hostHooks(wanted, "createRuntime");
  assert.equal(second?.op, {
    op: "host-hook",
    kind: "createRuntime",
    index: 1,
    path: "/bin/g",
    args: ["/bin/g"],
    env: [],
    timeout: 0,
    status: "creating",
  });
  assert.is(second?.origin.pointer, "/hooks/createRuntime/1");
});

test("[H-11] [H-12] createContainer and startContainer are init's", () => {
  const wanted = scope({ createContainer: [HOOK], startContainer: [{ path: "/bin/g" }] });
  const [create] = all(containerHooks(wanted, "createContainer"), "hook");
  assert.equal(
    [create?.kind, create?.args, create?.env, create?.timeout],
    ["createContainer", ["h", "x"], ["A=1"], 3],
  );
  const [start] = all(containerHooks(wanted, "startContainer"), "hook");
  assert.equal([start?.args, start?.env, start?.timeout], [["/bin/g"], [], 0], "[Q-6]");
});

test("[H-16] [ST-5] createContainer hooks see creating, startContainer hooks created", () => {
  const wanted = scope({ createContainer: [HOOK], startContainer: [HOOK] });
  assert.match(
    all(containerHooks(wanted, "createContainer"), "hook")[0]?.head ?? "",
    '"status":"creating"',
  );
  assert.match(
    all(containerHooks(wanted, "startContainer"), "hook")[0]?.head ?? "",
    '"status":"created"',
  );
});

test("[H-8] [ST-14] head, pid and tail are one state document", () => {
  const { head, tail } = stateText(scope({}, { "com.example": 'v"' }), "creating");
  assert.equal(JSON.parse(`${head}1${tail}`), {
    ociVersion: "1.3.0",
    id: 'a"b',
    status: "creating",
    pid: 1,
    bundle: "/b\n",
    annotations: { "com.example": 'v"' },
  });
});

test("[ST-13] without annotations there is no member for them", () => {
  for (const annotations of [undefined, {}]) {
    const { head, tail } = stateText(scope({}, annotations), "created");
    const document: unknown = JSON.parse(`${head}1${tail}`);
    assert.is(Object.hasOwn(document as object, "annotations"), false);
  }
});

test("[H-1] no hooks and empty lists make no steps", () => {
  assert.equal(hostHooks(testScope(), "prestart"), []);
  assert.equal(containerHooks(scope({ startContainer: [] }), "startContainer"), []);
});

test.run();
