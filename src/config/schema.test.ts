import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readFileSync } from "node:fs";
import { accepts, failure, list, refuses, verdict } from "./testing.ts";
import type { Changes } from "./testing.ts";
import { PATTERNS } from "./wording.ts";

const test = suite("config/schema");

test("[V-1] [C-1] ociVersion is a semantic version", () => {
  const rule = "/ociVersion: must be a version such as 1.3.0 (Semantic Versioning 2.0.0)";
  refuses(
    ["", "1.0", "v1.0.0", "banana", "01.0.0", "1.0.0-", "1.0.0-01"].map(
      (ociVersion) => [{ top: { ociVersion } }, rule] as const,
    ),
  );
  accepts(["1.0.2-dev", "1.0.0-rc5", "1.3.0+dev"].map((ociVersion) => ({ top: { ociVersion } })));
});

test("[V-2] [C-3] [C-4] root and its path are required", () => {
  refuses([
    [{ top: { root: undefined } }, "/root: root must be specified"],
    [{ top: { root: {} } }, "/root/path: is required"],
    [{ top: { root: { path: "" } } }, "/root/path: must not be empty"],
  ]);
});

test("[V-4] [P-9] a process has arguments", () => {
  refuses([[{ process: { args: [] } }, "/process/args: args must not be empty"]]);
});

test("[V-4] [P-9] a process that leaves its arguments out is a warning: it cannot be started", () => {
  const left = { process: { args: undefined } };
  const rule = "/process/args: is absent: the container cannot be started";
  assert.equal(verdict(left), [`warning ${rule}`]);
  assert.is(failure(left), "");
  assert.equal(verdict({ process: { args: null } }), [`warning ${rule}`]);
});

test("[OP-13] there may be no process at all", () => {
  accepts([{ top: { process: undefined } }]);
});

test("[V-5] [P-6] [P-7] the working directory is absolute", () => {
  refuses([
    [{ process: { cwd: undefined } }, "/process/cwd: Cwd property must not be empty"],
    [{ process: { cwd: "" } }, "/process/cwd: Cwd property must not be empty"],
    [{ process: { cwd: "tmp" } }, "/process/cwd: Cwd must be an absolute path"],
  ]);
});

test("[V-6] [P-42] [P-43] a user has both ids", () => {
  refuses([
    [{ process: { user: { gid: 0 } } }, "/process/user/uid: is required"],
    [{ process: { user: { uid: 0 } } }, "/process/user/gid: is required"],
  ]);
  accepts([{ process: { user: undefined } }]);
});

test("[V-7] [P-44] [P-5] the mask is permission bits, a terminal has 16-bit sizes, both given", () => {
  refuses([
    [
      { process: { user: { uid: 0, gid: 0, umask: 512 } } },
      "/process/user/umask: must be at most 511",
    ],
    [
      { process: { consoleSize: { height: 65536, width: 1 } } },
      "/process/consoleSize/height: must be at most 65535",
    ],
    [{ process: { consoleSize: { height: 1 } } }, "/process/consoleSize/width: is required"],
  ]);
  accepts([{ process: { consoleSize: { height: 25, width: 80 } } }]);
});

test("[V-8] [P-14] [P-16] [P-17] a limit is one that Linux has, with both values", () => {
  refuses([
    [
      { process: { rlimits: [{ type: "RLIMIT_TEST", soft: 0, hard: 0 }] } },
      "/process/rlimits/0/type: wrong rlimit value",
    ],
    [
      { process: { rlimits: [{ type: "RLIMIT_CPU", hard: 0 }] } },
      "/process/rlimits/0/soft: is required",
    ],
  ]);
});

test("[V-11] [P-27] the OOM score adjustment is within 1000 of 0", () => {
  refuses([
    [{ process: { oomScoreAdj: 1001 } }, "/process/oomScoreAdj: must be at most 1000"],
    [{ process: { oomScoreAdj: -1001 } }, "/process/oomScoreAdj: must be at least -1000"],
  ]);
});

test("[V-12] [P-35] [P-36] an I/O priority has a class and a level of 0 to 7", () => {
  const priority = (value: unknown): Changes => ({ process: { ioPriority: value } });
  refuses([
    [priority({ class: "IOPRIO_CLASS_BE" }), "/process/ioPriority/priority: is required"],
    [
      priority({ class: "IOPRIO_CLASS_BE", priority: 99 }),
      "/process/ioPriority/priority: must be at most 7",
    ],
    [
      priority({ class: "X", priority: 0 }),
      `/process/ioPriority/class: ${list("IOPRIO_CLASS_RT, IOPRIO_CLASS_BE, IOPRIO_CLASS_IDLE")}`,
    ],
  ]);
});

test("[V-15] [H-2] [H-6] a hook has an absolute path and a positive timeout", () => {
  const names = ["prestart", "createRuntime", "createContainer", "startContainer", "poststart"];
  for (const name of [...names, "poststop"]) {
    refuses([
      [{ top: { hooks: { [name]: [{}] } } }, `/hooks/${name}/0/path: is required`],
      [
        { top: { hooks: { [name]: [{ path: "a" }] } } },
        `/hooks/${name}/0/path: must be an absolute path`,
      ],
      [
        { top: { hooks: { [name]: [{ path: "/a", timeout: 0 }] } } },
        `/hooks/${name}/0/timeout: must be at least 1`,
      ],
    ]);
  }
});

test("[V-17] [AN-2] [AN-3] [AN-5] annotations are texts under names that are not empty", () => {
  refuses([
    [{ top: { annotations: [] } }, "/annotations: must be an object"],
    [{ top: { annotations: { "": "x" } } }, "/annotations/: must not be empty"],
    [{ top: { annotations: { a: 1 } } }, "/annotations/a: must be a string"],
    [{ top: { annotations: { "\n": 1 } } }, "/annotations/\n: must be a string"],
    [
      { top: { annotations: JSON.parse('{"__proto__": 1}') as unknown } },
      "/annotations/__proto__: must be a string",
    ],
  ]);
  accepts([{ top: { annotations: { a: "", "org.opencontainers.bogus": "1" } } }]);
});

test("[V-18] [MT-3] [MT-14] a mount has a destination and both mappings or none", () => {
  const map = [{ containerID: 0, hostID: 0, size: 1 }];
  const mount = (members: object): Changes => ({
    top: { mounts: [{ destination: "/a", ...members }] },
  });
  refuses([
    [mount({ destination: "" }), "/mounts/0/destination: must not be empty"],
    [mount({ uidMappings: map }), "/mounts/0/gidMappings: is required beside uidMappings"],
    [mount({ gidMappings: map }), "/mounts/0/uidMappings: is required beside gidMappings"],
  ]);
});

test("[V-50] [C-12] [C-16] sections of other platforms have no effect, whatever they hold", () => {
  const rule = "is not known on Linux and has no effect";
  for (const name of ["windows", "solaris", "vm", "zos", "freebsd"]) {
    assert.equal(verdict({ top: { [name]: {} } }), [`warning /${name}: ${rule}`]);
    assert.is(failure({ top: { [name]: 1 } }), "");
  }
});

test("every pattern of the schema has words of its own", () => {
  const text = readFileSync("spec/config.schema.json", "utf8");
  const patterns: string[] = [];
  JSON.parse(text, (key, value: unknown) => {
    if (key === "pattern") patterns.push(String(value));
    return value;
  });
  const wordless = patterns.filter((pattern) => !PATTERNS.has(pattern));
  assert.is(wordless.length, 1, "only the version, whose words are the fallback");
});

test("every definition and every member of the schemas has a title and a description", () => {
  for (const name of ["config", "state", "features", "plan"]) {
    const schema = JSON.parse(readFileSync(`spec/${name}.schema.json`, "utf8")) as {
      $defs: Record<string, { properties?: Record<string, object> }>;
      properties: Record<string, object>;
    };
    for (const definition of [schema, ...Object.values(schema.$defs)]) {
      for (const member of [definition, ...Object.values(definition.properties ?? {})]) {
        assert.ok("title" in member && "description" in member, JSON.stringify(member));
      }
    }
  }
});

test("every optional member of a configuration tells its default", () => {
  interface Definition {
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
  }
  const schema = JSON.parse(readFileSync("spec/config.schema.json", "utf8")) as Definition & {
    readonly $defs: Readonly<Record<string, Definition>>;
  };
  const silent = Object.entries({ Config: schema, ...schema.$defs }).flatMap(([name, definition]) =>
    Object.entries(definition.properties ?? {})
      .filter(([key]) => !(definition.required ?? []).includes(key))
      .filter(([, { description = "" }]) => !/default/i.test(description))
      .map(([key]) => `${name}.${key}`),
  );
  assert.equal(silent, []);
});

test.run();
