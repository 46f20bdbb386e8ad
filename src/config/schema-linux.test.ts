import { suite } from "uvu";
import * as assert from "uvu/assert";
import { accepts, failure, list, refuses } from "./testing.ts";
import type { Changes } from "./testing.ts";

const test = suite("config/schema of linux");

const resources = (value: unknown): Changes => ({ linux: { resources: value } });

test("[V-21] [NS-1] [NS-11] [NS-17] a namespace has a known type and an absolute path", () => {
  refuses([
    [{ linux: { namespaces: [{}] } }, "/linux/namespaces/0/type: is required"],
    [
      { linux: { namespaces: [{ type: "mnt" }] } },
      `/linux/namespaces/0/type: ${list("mount, pid, network, uts, ipc, user, cgroup, time")}`,
    ],
    [
      { linux: { namespaces: [{ type: "network", path: "ns/net" }] } },
      "/linux/namespaces/0/path: must be an absolute path",
    ],
  ]);
  accepts([{ linux: { namespaces: [{ type: "network", path: "" }] } }]);
});

test("[V-22] [ID-2] an id mapping is whole and not empty", () => {
  const maps = (uid: object): Changes => ({
    linux: {
      namespaces: [{ type: "user" }],
      uidMappings: [uid],
      gidMappings: [{ containerID: 0, hostID: 0, size: 1 }],
    },
  });
  refuses([
    [maps({ containerID: 0, hostID: 0, size: 0 }), "/linux/uidMappings/0/size: must be at least 1"],
    [maps({ hostID: 0, size: 1 }), "/linux/uidMappings/0/containerID: is required"],
  ]);
});

test("[V-23] [TM-2] [TM-3] time offsets are of two clocks, nanoseconds below a second", () => {
  const offsets = (value: unknown): Changes => ({
    linux: { namespaces: [{ type: "time" }], timeOffsets: value },
  });
  const place = "/linux/timeOffsets";
  refuses([
    [offsets({ realtime: 1 }), `${place}/realtime: ${list("boottime, monotonic")}`],
    [
      offsets({ monotonic: { nanosecs: 1000000000 } }),
      `${place}/monotonic/nanosecs: must be at most 999999999`,
    ],
  ]);
  accepts([offsets({ boottime: { secs: -5 } })]);
});

test("[V-24] [DV-3] [DV-4] [DV-7] a device has a type, an absolute path and numbers", () => {
  const device = (members: object): Changes => ({
    linux: { devices: [{ type: "c", path: "/dev/x", major: 1, minor: 3, ...members }] },
  });
  refuses([
    [device({ type: "x" }), `/linux/devices/0/type: ${list("c, b, u, p")}`],
    [device({ type: undefined }), "/linux/devices/0/type: is required"],
    [device({ major: undefined }), "/linux/devices/0/major: is required"],
    [device({ type: "b", minor: undefined }), "/linux/devices/0/minor: is required"],
    [device({ major: -1 }), "/linux/devices/0/major: must be at least 0"],
    [device({ minor: 2 ** 20 }), "/linux/devices/0/minor: must be at most 1048575"],
    [device({ path: "dev/x" }), "/linux/devices/0/path: must be an absolute path"],
  ]);
  accepts([device({ type: "p", major: undefined, minor: undefined }), device({ type: "u" })]);
});

test("[V-46] [DV-8] a file mode may carry the type bits of st_mode", () => {
  const devices = [{ type: "c", path: "/dev/fuse", major: 10, minor: 229, fileMode: 8630 }];
  accepts([{ linux: { devices } }]);
});

test("[V-25] [ND-14] an interface name is one that the kernel takes", () => {
  const rule = "invalid network device name: 1 to 15 bytes without / : or space are due";
  refuses([
    ...["..", "a/b", "a b", "0123456789abcdef", ""].map(
      (name) =>
        [
          { linux: { netDevices: { eth0: { name } } } },
          `/linux/netDevices/eth0/name: ${rule}`,
        ] as const,
    ),
    [{ linux: { netDevices: { "a b": {} } } }, `/linux/netDevices/a b: ${rule}`],
  ]);
});

test("[V-26] [RD-2] [RD-3] [RD-5] a device rule has allow, a known type and letters of rwm", () => {
  const place = "/linux/resources/devices/0";
  const rule = (value: unknown): Changes => resources({ devices: [value] });
  refuses([
    [rule({}), `${place}/allow: is required`],
    [rule({ allow: true, type: "z" }), `${place}/type: ${list("a, b, c")}`],
    [
      rule({ allow: true, access: "qq" }),
      `${place}/access: must be made of the letters r, w and m`,
    ],
    [rule({ allow: true, major: -2 }), `${place}/major: must be at least -1`],
  ]);
  accepts([rule({ allow: true, major: -1, minor: -1 })]);
});

test("[V-27] [RM-6] [RM-11] memory amounts are bytes or -1, swappiness a percentage", () => {
  const place = "/linux/resources/memory";
  const names = ["limit", "reservation", "swap", "kernel", "kernelTCP"];
  refuses([
    ...names.map(
      (name) =>
        [resources({ memory: { [name]: -2 } }), `${place}/${name}: must be at least -1`] as const,
    ),
    [resources({ memory: { swappiness: 101 } }), `${place}/swappiness: must be at most 100`],
  ]);
});

test("[V-28] [RC-11] cpu.idle is 0 or 1", () => {
  refuses([[resources({ cpu: { idle: 7 } }), "/linux/resources/cpu/idle: must be at most 1"]]);
});

test("[V-29] [RB-4] [RB-6] [RB-8] [RB-10] block I/O entries are whole, weights 10 to 1000", () => {
  const place = "/linux/resources/blockIO";
  const block = (blockIO: unknown): Changes => resources({ blockIO });
  const device = { major: 8, minor: 0 };
  refuses([
    [block({ weight: 9 }), `${place}/weight: must be 10 to 1000, or 0 for unset`],
    [block({ leafWeight: 1001 }), `${place}/leafWeight: must be 10 to 1000, or 0 for unset`],
    [block({ weightDevice: [device] }), `${place}/weightDevice/0: needs weight or leafWeight`],
    [
      block({ weightDevice: [{ minor: 0, weight: 10 }] }),
      `${place}/weightDevice/0/major: is required`,
    ],
    ...["ReadBps", "WriteBps", "ReadIOPS", "WriteIOPS"].map(
      (name) =>
        [
          block({ [`throttle${name}Device`]: [device] }),
          `${place}/throttle${name}Device/0/rate: is required`,
        ] as const,
    ),
  ]);
  accepts([block({ weight: 0, weightDevice: [{ ...device, leafWeight: 10 }] })]);
});

test("[V-30] [V-51] [RH-3] [RH-4] a huge page limit has a size of K, M or G and a limit", () => {
  const place = "/linux/resources/hugepageLimits/0";
  const limit = (value: unknown): Changes => resources({ hugepageLimits: [value] });
  const rule = "must be a page size such as 2MB or 1GB";
  refuses([
    [limit({ pageSize: "64kB", limit: 1 }), `${place}/pageSize: ${rule}`],
    [limit({ pageSize: "1TB", limit: 1 }), `${place}/pageSize: ${rule}`],
    [limit({ pageSize: "2MB" }), `${place}/limit: is required`],
  ]);
});

test("[V-20] [V-31] [RP-1] [RP-2] the pids limit may be absent, -1 or 0, not less", () => {
  accepts([{}, { limit: -1 }, { limit: 0 }].map((pids) => resources({ pids })));
  refuses([
    [resources({ pids: { limit: -2 } }), "/linux/resources/pids/limit: must be at least -1"],
  ]);
});

test("[V-32] [RR-2] an RDMA entry has one of its two limits", () => {
  refuses([
    [resources({ rdma: { a: {} } }), "/linux/resources/rdma/a: needs hcaHandles or hcaObjects"],
  ]);
  accepts([resources({ rdma: { a: { hcaHandles: 1 }, b: { hcaObjects: 1 } } })]);
});

test("[V-33] [RU-5] a unified key is a plain file name", () => {
  refuses(
    ["../x", "a/b", "..", ".", ""].map(
      (key) =>
        [
          resources({ unified: { [key]: "1" } }),
          `/linux/resources/unified/${key.replace("/", "~1")}: must be a plain file name`,
        ] as const,
    ),
  );
  accepts([resources({ unified: { "cgroup.freeze": "0" } })]);
});

test("[V-34] [SC-13] metadata for a listener comes with a listener", () => {
  refuses([
    [
      { linux: { seccomp: { defaultAction: "SCMP_ACT_ALLOW", listenerMetadata: "x" } } },
      "/linux/seccomp/listenerPath: is required beside listenerMetadata",
    ],
  ]);
});

test("[V-37] [SC-2] [SC-15] [SC-16] [SC-20] [SC-21] [SC-23] a filter is whole, an index below 6", () => {
  const seccomp = (members: object): Changes => ({
    linux: { seccomp: { defaultAction: "SCMP_ACT_ALLOW", ...members } },
  });
  const rule = (members: object): Changes =>
    seccomp({ syscalls: [{ names: ["a"], action: "SCMP_ACT_LOG", ...members }] });
  const arg = (members: object): Changes =>
    rule({ args: [{ index: 0, value: 0, op: "SCMP_CMP_EQ", ...members }] });
  const place = "/linux/seccomp/syscalls/0";
  refuses([
    [seccomp({ defaultAction: undefined }), "/linux/seccomp/defaultAction: is required"],
    [rule({ names: [] }), `${place}/names: must not be empty`],
    [rule({ names: undefined }), `${place}/names: is required`],
    [rule({ action: undefined }), `${place}/action: is required`],
    [rule({ action: "BAD" }), `${place}/action: string BAD is not a valid action for seccomp`],
    [arg({ index: 6 }), `${place}/args/0/index: must be at most 5`],
    [arg({ index: undefined }), `${place}/args/0/index: is required`],
    [arg({ value: undefined }), `${place}/args/0/value: is required`],
    [arg({ op: undefined }), `${place}/args/0/op: is required`],
  ]);
});

test("[V-38] [MK-2] [RO-2] masked and read-only paths are absolute", () => {
  refuses(
    ["maskedPaths", "readonlyPaths"].map(
      (name) =>
        [
          { linux: { [name]: ["proc/kcore"] } },
          `/linux/${name}/0: must be an absolute path`,
        ] as const,
    ),
  );
});

test("[V-39] [PE-1] [PE-2] a personality has a domain and no flags", () => {
  const personality = (value: unknown): Changes => ({ linux: { personality: value } });
  refuses([
    [personality({}), "/linux/personality/domain: is required"],
    [
      personality({ domain: "LINUX", flags: ["ADDR_NO_RANDOMIZE"] }),
      "/linux/personality/flags: must be empty: no flag is defined",
    ],
    [personality({ domain: "BSD" }), `/linux/personality/domain: ${list("LINUX, LINUX32")}`],
  ]);
});

test("[V-41] [RT-6] [RT-7] [RT-19] resctrl lines have no newline, the class is a single name", () => {
  const rdt = (intelRdt: unknown): Changes => ({ linux: { intelRdt } });
  refuses([
    [rdt({ schemata: ["a\nb"] }), "/linux/intelRdt/schemata/0: must have no newline"],
    [
      rdt({ memBwSchema: "L3:0=1" }),
      "/linux/intelRdt/memBwSchema: must begin with MB: and have no newline",
    ],
    ...["../x", ".", "..", "a/b", ""].map(
      (closID) => [rdt({ closID }), "/linux/intelRdt/closID: must be a single name or /"] as const,
    ),
  ]);
  accepts([rdt({ closID: "/" }), rdt({ closID: "..a" })]);
});

test("[V-47] [RF-1] the r-forms of root propagation are accepted, other words are not", () => {
  const words = ["shared", "slave", "private", "unbindable"];
  accepts(
    words
      .flatMap((word) => [word, `r${word}`])
      .map((rootfsPropagation) => ({
        linux: { rootfsPropagation },
      })),
  );
  assert.match(failure({ linux: { rootfsPropagation: "x" } }), "must be one of private, shared");
});

test.run();
