// From the words of a command line to what CRIU is asked for, flag by flag.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { planCheckpoint } from "../../plan/checkpoint.ts";
import type { CheckpointFacts } from "../../plan/checkpoint.ts";
import { planRestore, planRestoreRequest } from "../../plan/restore.ts";
import type { RestoreFacts } from "../../plan/restore.ts";
import { testConfig, testFacts, testRequest } from "../../plan/testing.ts";
import { REQUEST } from "../../wire/criu.ts";
import type { CriuOptions, CriuRequest } from "../../wire/criu.ts";
import { parseCommand } from "../parse.ts";
import { COMMANDS } from "../table.ts";
import type { CommandName, Invocation } from "../types.ts";
import { checkpointOptions } from "./checkpoint.ts";
import { restoreOptions } from "./restore.ts";

const test = suite("checkpoint and restore, flag by flag");

const FACTS: CheckpointFacts = {
  version: 31_701,
  pid: 42,
  rootfs: "/bundle/rootfs",
  cgroupPaths: { unified: "/sys/fs/cgroup/box" },
  namespaces: { network: "4026531840", pid: "4026531836" },
  external: [],
  masked: [],
  directories: { images: 7, work: 8 },
};

const RESTORE_FACTS: RestoreFacts = {
  version: 31_701,
  root: "/run/tsrun/box",
  directories: { images: 7, work: 8 },
  external: [],
  descriptors: ["/dev/null", "pipe:[4711]", "socket:[1]"],
  namespaces: new Map(),
  cgroups: [{ controllers: [], path: "/box" }],
};

function invocation(name: CommandName, words: readonly string[]): Invocation {
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) throw new TypeError(name);
  const parsed = parseCommand(command, [...words, "box"], "prog");
  const ignore = (): void => undefined;
  return {
    globals: {
      root: "/run/tsrun",
      rootInRuntimeDirectory: false,
      log: { file: null, format: "text" },
      rootGiven: false,
      debug: false,
      cgroupManager: "cgroupfs",
      rootless: "auto",
    },
    values: parsed.values,
    args: parsed.args,
    cwd: "/here",
    warn: ignore,
    warnQuietly: ignore,
    succeeded: ignore,
    terminal: () => false,
    colours: () => false,
    out: ignore,
    err: ignore,
  };
}

function dump(words: string, facts: Partial<CheckpointFacts> = {}): CriuRequest {
  const options = checkpointOptions(invocation("checkpoint", words.split(" ").filter(Boolean)));
  return planCheckpoint(testConfig(), options, { ...FACTS, ...facts });
}

function restored(words: string, facts: Partial<RestoreFacts> = {}): CriuRequest {
  const options = restoreOptions(invocation("restore", words.split(" ").filter(Boolean)));
  const plan = planRestore(testConfig(), testFacts(), testRequest());
  return planRestoreRequest(testConfig(), plan, options, { ...RESTORE_FACTS, ...facts });
}

/** The options that a request has over the one without flags. */
function more(request: CriuRequest, plain: CriuRequest): CriuOptions {
  const before = plain.options as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(request.options ?? {}).filter(
      ([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value),
    ),
  );
}

test("a checkpoint without flags", () => {
  assert.equal(dump(""), {
    type: REQUEST.dump,
    options: {
      imagesDirFd: 7,
      workDirFd: 8,
      logLevel: 4,
      logFile: "dump.log",
      notifyScripts: true,
      manageCgroups: true,
      manageCgroupsMode: 3,
      shellJob: false,
      tcpEstablished: false,
      extUnixSk: false,
      fileLocks: false,
      lazyPages: false,
      autoDedup: false,
      emptyNamespaces: 0x4000_0000,
      orphanPtsMaster: true,
      configFile: "/etc/criu/runc.conf",
      root: "/bundle/rootfs",
      pid: 42,
      leaveRunning: false,
      tcpSkipInFlight: false,
      linkRemap: false,
      external: [],
      freezeCgroup: "/sys/fs/cgroup/box",
      externalMounts: [],
    },
  });
});

const CHECKPOINT: readonly (readonly [words: string, options: CriuOptions])[] = [
  ["--leave-running", { leaveRunning: true }],
  ["--leave-running --leave-running", { leaveRunning: true }],
  ["--tcp-established", { tcpEstablished: true }],
  ["--tcp-skip-in-flight", { tcpSkipInFlight: true }],
  ["--link-remap", { linkRemap: true }],
  ["--ext-unix-sk", { extUnixSk: true }],
  ["--shell-job", { shellJob: true }],
  ["--lazy-pages", { lazyPages: true }],
  ["--lazy-pages --status-fd 5", { lazyPages: true }],
  ["--page-server 10.0.0.1:27", { pageServer: { address: "10.0.0.1", port: 27 } }],
  ["--page-server [::1]:65535", { pageServer: { address: "::1", port: 65_535 } }],
  ["--file-locks", { fileLocks: true }],
  ["--manage-cgroups-mode soft", {}],
  ["--manage-cgroups-mode full", { manageCgroupsMode: 4 }],
  ["--manage-cgroups-mode strict", { manageCgroupsMode: 5 }],
  ["--manage-cgroups-mode ignore", { manageCgroupsMode: 0 }],
  ["--empty-ns network", {}],
  ["--auto-dedup", { autoDedup: true }],
  ["--parent-path ../before", { parentImage: "../before", trackMemory: true }],
];

for (const [words, options] of CHECKPOINT) {
  test(`checkpoint ${words}`, () => {
    assert.equal(more(dump(words), dump("")), options);
  });
}

test("checkpoint --pre-dump asks for memory alone", () => {
  const request = dump("--pre-dump", { external: ["/data"], masked: ["/proc/kcore"] });
  assert.is(request.type, REQUEST.preDump);
  assert.is(request.options?.externalMounts, undefined);
});

test("checkpoint --image-path and --work-path are taken from the current directory", () => {
  const paths = (words: readonly string[]): readonly unknown[] => {
    const { imagePath, workPath } = checkpointOptions(invocation("checkpoint", words));
    return [imagePath, workPath];
  };
  assert.equal(paths([]), ["/here/checkpoint", null]);
  assert.equal(paths(["--image-path", "a", "--work-path", "../b"]), ["/here/a", "/b"]);
  assert.equal(paths(["--image-path=", "--work-path="]), ["/here/checkpoint", null]);
});

const RESTORE: readonly (readonly [words: string, options: CriuOptions])[] = [
  ["--tcp-established", { tcpEstablished: true }],
  ["--tcp-close", { tcpClose: true }],
  ["--ext-unix-sk", { extUnixSk: true }],
  ["--shell-job", { shellJob: true }],
  ["--file-locks", { fileLocks: true }],
  ["--manage-cgroups-mode ignore", { manageCgroupsMode: 0 }],
  ["--empty-ns network", {}],
  ["--auto-dedup", { autoDedup: true }],
  ["--lazy-pages", { lazyPages: true }],
  ["--lsm-profile apparmor:other", { lsmProfile: "apparmor:other" }],
  ["--lsm-mount-context system_u:x", { lsmMountContext: "system_u:x" }],
];

for (const [words, options] of RESTORE) {
  test(`restore ${words}`, () => {
    assert.equal(more(restored(words), restored("")), options);
  });
}

test("a restore without flags: our child, in the cgroups that CRIU is in, with our pipes", () => {
  const { type, options = {} } = restored("");
  assert.is(type, REQUEST.restore);
  assert.is(options.logFile, "restore.log");
  assert.is(options.root, "/run/tsrun/box");
  assert.is(options.restoreSibling, true);
  assert.equal(options.cgroupRoots, [{ controller: "", path: "/box" }]);
  assert.equal(options.inheritedFds, [{ key: "pipe:[4711]", fd: 1 }]);
});

test("restore: what engines send, and what create has too", () => {
  const words =
    "--image-path /i --work-path /w --detach --pid-file p --console-socket s --no-pivot -no-subreaper --bundle b";
  const options = restoreOptions(invocation("restore", words.split(" ")));
  assert.equal(
    [options.imagePath, options.workPath, options.pidFile, options.consoleSocket, options.bundle],
    ["/i", "/w", "/here/p", "/here/s", "/here/b"],
  );
  assert.equal([options.detach, options.noPivot, options.noSubreaper], [true, true, true]);
});

test("words that mean nothing are refused", () => {
  assert.throws(
    () => dump("--manage-cgroups-mode hard"),
    /invalid manage-cgroups-mode value: "hard"/,
  );
  assert.throws(() => dump("--empty-ns pid"), /namespace "pid" is not supported/);
  for (const text of ["here", ":1", "a:", "a:b", "a:0", "a:65536", "::1:5"])
    assert.throws(() => dump(`--page-server ${text}`), /ADDRESS:PORT|invalid port number/);
});

test("an old CRIU is told from one that can", () => {
  assert.throws(
    () => restored("--lsm-profile apparmor:x", { version: 31_500 }),
    /--lsm-profile needs CRIU 3.16, this is 3.15/,
  );
  assert.throws(
    () => dump("--lazy-pages --status-fd 5", { version: 31_402 }),
    /--status-fd needs CRIU 3.15, this is 3.14.2/,
  );
  assert.is(dump("", { version: 31_300 }).options?.freezeCgroup, undefined);
});

test.run();
