// The real thing, on this machine's hierarchies: directories, members, freezing, removal.
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isMarked, openCgroup, openCgroupAt, using } from "../native/cgroup.ts";
import { freeze, isFrozen, killAll, oomKillCount, processesIn } from "./members.ts";
import { removeCgroups } from "./remove.ts";
import {
  BASE,
  ended,
  errnoOf,
  facts,
  join,
  make,
  perform,
  real,
  v1,
  v2,
  write,
} from "./testing.ts";

for (const [name, wanted] of [
  ["v1", v1("pids")],
  ["v2", v2],
] as const) {
  real(
    `[CG-9] [CG-13] ${name}: a cgroup is made with its parents, takes a process and is removed`,
    wanted,
    (hierarchy, path, start) => {
      assert.is(make(hierarchy, path), `${hierarchy.mount}${path}`);
      assert.is(make(hierarchy, path), null, "it is there now");
      const child = start();
      join(hierarchy, path, child.pid);
      assert.equal(processesIn([`${hierarchy.mount}${path}`]), [child.pid]);
      using(openCgroup(hierarchy.mount, BASE, hierarchy.version), (parent) =>
        assert.ok(isMarked(parent)),
      );
    },
  );

  real(
    `[CG-2] ${name}: a cgroup that holds a process, also further down, is refused`,
    wanted,
    (hierarchy, path, start) => {
      make(hierarchy, `${path}/below`);
      join(hierarchy, `${path}/below`, start().pid);
      assert.throws(
        () => make(hierarchy, path),
        "container's cgroup is not empty: 1 process(es) found",
      );
    },
  );

  real(
    `${name}: removal takes sub-cgroups along and waits until killed processes are gone`,
    wanted,
    (hierarchy, path, start) => {
      const directory = `${hierarchy.mount}${path}`;
      make(hierarchy, `${path}/a/b`);
      join(hierarchy, `${path}/a/b`, start().pid);
      join(hierarchy, path, start().pid);
      killAll([directory], 9);
      removeCgroups([directory]);
      assert.is(existsSync(directory), false);
    },
  );

  real(`${name}: a parent that was there before stays`, wanted, (hierarchy) => {
    const other = `${hierarchy.mount}${BASE}-other`;
    mkdirSync(other);
    try {
      assert.is(make(hierarchy, `${BASE}-other/c`), `${other}/c`);
      removeCgroups([`${other}/c`, `${other}/c`, `${other}/never`]);
      assert.is(existsSync(other), true);
    } finally {
      rmdirSync(other);
    }
  });

  real(
    `${name}: a directory that is no cgroup and a link on the way are refused`,
    wanted,
    (hierarchy, path) => {
      const EXDEV = 18;
      assert.is(
        errnoOf(() => openCgroupAt("/tmp")),
        EXDEV,
      );
      assert.is(
        errnoOf(() => openCgroup("/tmp", "/x", hierarchy.version)),
        EXDEV,
      );
      assert.is(
        errnoOf(() => openCgroup(hierarchy.mount, "/", 3 - hierarchy.version)),
        EXDEV,
      );
      assert.is(
        errnoOf(() => openCgroup(hierarchy.mount, "/../..", hierarchy.version)),
        EXDEV,
      );
      assert.is(
        errnoOf(() => openCgroupAt(`/proc/self/root${hierarchy.mount}`)),
        40,
      );
      assert.is(openCgroupAt(`${hierarchy.mount}${path}/none`), null);
    },
  );
}

real(
  "v1: a missing file is an error, unless the write is optional or names another file",
  v1("pids"),
  (hierarchy, path) => {
    make(hierarchy, path);
    assert.is(
      errnoOf(() => write(hierarchy, path, "pids.nosuch", "1")),
      2,
    );
    write(hierarchy, path, "pids.nosuch", "1", { optional: 1 });
    write(hierarchy, path, "pids.nosuch", "1", { instead: ["pids.max", "7"] });
    assert.is(readFileSync(`${hierarchy.mount}${path}/pids.max`, "utf8"), "7\n");
  },
);

real("v1: a write that leaves the cgroup is refused", v1("pids"), (hierarchy, path) => {
  make(hierarchy, path);
  assert.is(
    errnoOf(() => write(hierarchy, path, "../../pids.max", "1")),
    18,
  );
});

real(
  "v1: a cpuset has its parents' values before a process joins",
  v1("cpuset"),
  (hierarchy, path, start) => {
    make(hierarchy, path);
    perform({ op: "cgroup-cpuset", mount: hierarchy.mount, path });
    join(hierarchy, path, start().pid);
    const here = readFileSync(`${hierarchy.mount}${path}/cpuset.cpus`, "utf8");
    assert.is(here, readFileSync(`${hierarchy.mount}/cpuset.cpus`, "utf8"));
  },
);

real(
  "v1: a memory limit below what is in use says so in the words that callers match",
  v1("memory"),
  (hierarchy, path) => {
    make(hierarchy, path);
    const procs = `${hierarchy.mount}${path}/cgroup.procs`;
    const own = facts.cgroup.hierarchies.find(v1("memory"))?.own ?? "/";
    writeFileSync(procs, `${process.pid}`);
    try {
      // Pages of this process are charged here from now on.
      const held = Buffer.alloc(32 * 1024 * 1024, 1);
      const words =
        /^unable to set memory limit to 1048576 \(current usage: \d+, peak usage: \d+\)$/;
      assert.throws(() => write(hierarchy, path, "memory.limit_in_bytes", "1048576"), words);
      assert.is(held.at(-1), 1);
    } finally {
      writeFileSync(`${hierarchy.mount}${own}/cgroup.procs`, `${process.pid}`);
    }
    assert.is(oomKillCount([`${hierarchy.mount}${path}`]), 0n);
  },
);

for (const [name, wanted] of [
  ["v1", v1("freezer")],
  ["v2", v2],
] as const) {
  real(
    `[CG-1] ${name}: freezing and thawing, a frozen cgroup is refused, its processes can be killed`,
    wanted,
    async (hierarchy, path, start) => {
      const directory = `${hierarchy.mount}${path}`;
      make(hierarchy, path);
      assert.is(isFrozen([directory]), false);
      freeze([directory], true);
      assert.is(isFrozen([directory]), true);
      assert.throws(() => make(hierarchy, path), "container's cgroup unexpectedly frozen");
      freeze([directory], false);
      const child = start();
      join(hierarchy, path, child.pid);
      freeze([directory], true);
      const end = ended(child);
      killAll([directory], 15);
      assert.is(isFrozen([directory]), true, "another signal leaves it frozen");
      killAll([directory], 9);
      assert.is(["SIGTERM", "SIGKILL"].includes((await end) ?? ""), true);
    },
  );
}

test.run();
