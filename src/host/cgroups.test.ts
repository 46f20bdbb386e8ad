import { test } from "uvu";
import * as assert from "uvu/assert";
import { cgroupFacts, parseSelfCgroup } from "./cgroups.ts";
import type { CgroupProbe } from "./cgroups.ts";

const probe = (
  controllers = "",
  writable: (directory: string) => boolean = () => true,
): CgroupProbe => ({
  controllers: () => controllers,
  writable,
});

test("[R-0] a v1 host has one hierarchy for each mount, controllers mounted together stay together", () => {
  const mountinfo = `25 30 0:22 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro,mode=755
26 25 0:23 / /sys/fs/cgroup/systemd rw,nosuid shared:9 - cgroup cgroup rw,xattr,name=systemd
31 25 0:28 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:15 - cgroup cgroup rw,cpu,cpuacct
32 25 0:29 / /sys/fs/cgroup/memory rw,nosuid shared:16 - cgroup cgroup rw,memory
`;
  const own = `5:cpu,cpuacct:/a\n3:memory:/b\n1:name=systemd:/c\n0::/\n`;
  const facts = cgroupFacts(mountinfo, own, [], probe());
  assert.is(facts.mode, "v1");
  assert.equal(
    facts.hierarchies.map(({ mount, version, controllers, name, own: path }) => [
      mount,
      version,
      controllers,
      name,
      path,
    ]),
    [
      ["/sys/fs/cgroup/systemd", 1, [], "systemd", "/c"],
      ["/sys/fs/cgroup/cpu,cpuacct", 1, ["cpu", "cpuacct"], null, "/a"],
      ["/sys/fs/cgroup/memory", 1, ["memory"], null, "/b"],
    ],
  );
});

test("[R-0] a hierarchy below a directory that another mount covers is not there, whatever the order", () => {
  const covered = `25 23 0:22 / /sys/fs/cgroup rw - tmpfs tmpfs rw
32 25 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
41 25 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
42 41 0:38 /a /sys/fs/cgroup/unified/a rw - cgroup2 cgroup2 rw
`;
  const cover = `60 25 0:50 / /sys/fs/cgroup rw - tmpfs again rw
61 60 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
`;
  for (const mountinfo of [covered + cover, cover + covered]) {
    const facts = cgroupFacts(mountinfo, "4:memory:/m\n0::/u\n", [], probe());
    assert.is(facts.mode, "v1");
    assert.equal(
      facts.hierarchies.map(({ mount }) => mount),
      ["/sys/fs/cgroup/memory"],
    );
  }
  // Mounted before the root that came on top of it and moved along: nothing covers it.
  const moved = `20 60 0:20 / /sys rw - sysfs sysfs rw
25 20 0:22 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw
60 1 8:1 / / rw - ext4 /dev/sda1 rw
`;
  assert.is(cgroupFacts(moved, "0::/\n", [], probe()).mode, "v2");
});

test("[R-0] a hybrid host has v1 hierarchies and a unified one with the controllers that are left", () => {
  const mountinfo = `35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
`;
  const facts = cgroupFacts(mountinfo, "4:memory:/m\n0::/u/v\n", [], probe("hugetlb\n"));
  assert.is(facts.mode, "hybrid");
  assert.equal(facts.hierarchies[1], {
    mount: "/sys/fs/cgroup/unified",
    version: 2,
    controllers: ["hugetlb"],
    name: null,
    own: "/u/v",
    writable: true,
  });
});

test("a v2 host has one hierarchy; beside its own cgroup is where a user must be able to write", () => {
  const asked: string[] = [];
  const facts = cgroupFacts(
    "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n",
    "0::/user.slice/user-1000.slice/session-2.scope\n",
    ["cgroup.procs"],
    probe("cpuset cpu io memory pids", (directory) => {
      asked.push(directory);
      return false;
    }),
  );
  assert.is(facts.mode, "v2");
  assert.equal(facts.hierarchies[0]?.controllers, ["cpuset", "cpu", "io", "memory", "pids"]);
  assert.is(facts.hierarchies[0]?.writable, false);
  assert.equal(asked, ["/sys/fs/cgroup/user.slice/user-1000.slice"]);
  assert.equal(facts.delegate, ["cgroup.procs"]);
});

test("a mount that shows only a container's part gives the own cgroup as seen from the mount point", () => {
  const mountinfo = "40 39 0:29 /docker/x /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";
  const ownOf = (path: string): string | undefined =>
    cgroupFacts(mountinfo, `3:memory:${path}\n`, [], probe()).hierarchies[0]?.own;
  assert.is(ownOf("/docker/x"), "/");
  assert.is(ownOf("/docker/x/y"), "/y");
  assert.is(ownOf("/elsewhere"), "/");
});

test("a hierarchy that is mounted twice counts once, and a mount hidden by a later one does not count", () => {
  const mountinfo = `40 39 0:29 /a /mnt/part rw - cgroup cgroup rw,memory
41 39 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
42 39 0:30 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids
43 42 0:31 / /sys/fs/cgroup/pids ro - cgroup cgroup rw,cpu
`;
  const facts = cgroupFacts(mountinfo, "3:memory:/\n2:pids:/\n1:cpu:/\n", [], probe());
  assert.equal(
    facts.hierarchies.map(({ mount, controllers, writable }) => [mount, controllers, writable]),
    [
      ["/sys/fs/cgroup/memory", ["memory"], true],
      ["/sys/fs/cgroup/pids", ["cpu"], false],
    ],
  );
});

test("a host without cgroups has none", () => {
  assert.equal(cgroupFacts("22 27 0:21 / /proc rw - proc proc rw\n", "", [], probe()), {
    mode: "none",
    hierarchies: [],
    delegate: [],
  });
});

test("cgroup paths may hold colons", () => {
  assert.equal(parseSelfCgroup("4:memory:/a:b:c\n"), [{ controllers: ["memory"], path: "/a:b:c" }]);
});

test.run();
