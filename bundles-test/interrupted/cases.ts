// The verbs that are interrupted.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { sleep } from "../harness/sleep.ts";
import type { Place } from "../harness/define.ts";
import type { Case } from "./lab.ts";
import type { Json } from "../harness/json.ts";

// With parents of its cgroup that are made for it.
const usual = (place: Place): Json => ({
  process: { args: ["sleep", "600"] },
  linux: { cgroupsPath: `/${place.id}-above/between/it` },
});
// Everything is mounted in the runtime's own mount namespace, and nobody dies with a pid 1.
const bare: Json = {
  hostname: undefined,
  linux: {
    namespaces: [{ type: "ipc" }],
    maskedPaths: undefined,
    readonlyPaths: undefined,
  },
  mounts: [{ destination: "/proc", type: "proc", source: "proc" }],
  process: { args: ["sleep", "600"] },
};
// A pair of devices, one of which moves. Names are the machine's: with the pid of this run.
const device = `tsi${process.pid % 100_000}`;
const peer = `tsj${process.pid % 100_000}`;
const ip = (...words: readonly string[]): void => void spawnSync("ip", words);
const withDevice = (place: Place): Json => ({
  ...usual(place),
  linux: { cgroupsPath: `/${place.id}`, netDevices: { [device]: { name: "inside" } } },
});

function makeDevices(): void {
  ip("link", "del", peer);
  ip("link", "add", device, "type", "veth", "peer", "name", peer);
}

/** A device is on the host under its own name, or went with the container, and its peer with it. */
function strangeDevices(): readonly string[] {
  const there = readdirSync("/sys/class/net");
  const faults = there.includes("inside") ? ["inside is on the host"] : [];
  // The kernel takes a namespace apart a little later.
  for (let turn = 0; turn < 300 && existsSync(`/sys/class/net/${peer}`); turn++) {
    if (existsSync(`/sys/class/net/${device}`)) break;
    sleep(10);
  }
  const left = [device, peer].filter((name) => existsSync(`/sys/class/net/${name}`));
  if (left.length === 1) faults.push(`of the devices only ${left.join()} is left`);
  ip("link", "del", peer);
  return faults;
}

const create = ["create", "--pid-file", "PIDFILE", "--bundle", "BUNDLE", "ID"];
const start = ["start", "ID"];

const scope = (place: Place): Json => ({
  process: { args: ["sleep", "600"] },
  linux: { cgroupsPath: `system.slice:tsb:${place.id}` },
});
const createScope = ["--systemd-cgroup", ...create];

/** Units of a container that systemd still knows; it forgets those that are gone a little later. */
function strangeUnits(): readonly string[] {
  const list = ["list-units", "--all", "--no-legend", "--plain", "tsb-tsb*.scope"];
  let left = "";
  for (let turn = 0; turn < 300; turn++) {
    left = spawnSync("systemctl", list, { encoding: "utf8" }).stdout.trim();
    if (left === "") return [];
    sleep(20);
  }
  return left.split("\n").map((line) => `unit ${line}`);
}

/** With systemd's cgroup driver: where systemd runs. */
const SYSTEMD: readonly Case[] = existsSync("/run/systemd/system")
  ? [
      {
        name: "create-systemd",
        config: scope,
        before: [],
        verb: createScope,
        strange: strangeUnits,
      },
      {
        name: "delete-systemd",
        config: scope,
        before: [createScope, start],
        verb: ["delete", "--force", "ID"],
        strange: strangeUnits,
      },
    ]
  : [];

/** Every verb that changes something, in the states that it meets. */
export const CASES: readonly Case[] = [
  ...SYSTEMD,
  { name: "create", config: usual, before: [], verb: create },
  { name: "start", config: usual, before: [create], verb: start },
  {
    name: "exec",
    config: usual,
    before: [create, start],
    verb: ["exec", "--detach", "--pid-file", "PIDFILE", "ID", "sleep", "600"],
  },
  { name: "kill", config: usual, before: [create, start], verb: ["kill", "ID", "KILL"] },
  {
    name: "delete",
    config: usual,
    before: [create, start],
    verb: ["delete", "--force", "ID"],
  },
  { name: "delete-created", config: usual, before: [create], verb: ["delete", "ID"] },
  { name: "pause", config: usual, before: [create, start], verb: ["pause", "ID"] },
  {
    name: "resume",
    config: usual,
    before: [create, start, ["pause", "ID"]],
    verb: ["resume", "ID"],
  },
  {
    name: "update",
    config: usual,
    before: [create, start],
    verb: ["update", "--memory", "64M", "--pids-limit", "50", "--cpu-share", "512", "ID"],
  },
  { name: "run", config: usual, before: [], verb: ["run", "--detach", "--bundle", "BUNDLE", "ID"] },
  {
    name: "create-net",
    config: withDevice,
    before: [],
    verb: create,
    prepare: makeDevices,
    strange: strangeDevices,
  },
  { name: "create-bare", config: bare, before: [], verb: create },
  { name: "delete-bare", config: bare, before: [create, start], verb: ["delete", "--force", "ID"] },
];
