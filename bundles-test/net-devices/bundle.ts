// Network devices of the host in a container.
import { execFileSync, spawnSync } from "node:child_process";
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";
import type { Test } from "../harness/test.ts";

const ip = (...words: readonly string[]): string => execFileSync("ip", words, { encoding: "utf8" });
const there = (name: string): boolean => spawnSync("ip", ["link", "show", name]).status === 0;

// Names are at most 15 bytes long and the machine's: one pair, with the pid of the suite.
const name = `tsd${process.pid % 100_000}`;
const peer = `tsp${process.pid % 100_000}`;

function facts(text: string): Json {
  return {
    address: /link\/ether (\S+)/.exec(text)?.[1],
    mtu: /mtu (\d+)/.exec(text)?.[1],
    queue: /qlen (\d+)/.exec(text)?.[1],
    alias: /alias (.*)/.exec(text)?.[1]?.trim(),
    up: /<.*\bUP\b.*>/.test(text),
    inet: [...text.matchAll(/inet6? (\S+) .*scope global/g)].map((found) => found[1] ?? ""),
  };
}

function seen(t: Test, device: string): Json {
  const pid = String(t.pid);
  return facts(
    execFileSync("nsenter", ["-t", pid, "-n", "ip", "-d", "addr", "show", device], {
      encoding: "utf8",
    }),
  );
}

function only(devices: Json): (config: Json) => Json {
  return (config) => ({
    ...config,
    linux: { ...(config["linux"] as Json), netDevices: devices },
  });
}

export const bundle = defineBundle({
  name: "net-devices",
  title:
    "[ND-1] [ND-2] [ND-3] [ND-4] [ND-5] [ND-6] [ND-7] [ND-8] [ND-9] [ND-10] [ND-11] [ND-13] a device moves with its name, addresses and settings, and back when create fails",
  oracle: { none: "runc 1.1 does not know the section" },
  needs: ["ip"],
  config: { process: { args: ["sleep", "60"] } },
  setup(t) {
    ip(
      "link",
      "add",
      name,
      "mtu",
      "1400",
      "txqueuelen",
      "77",
      "type",
      "veth",
      "peer",
      "name",
      peer,
    );
    t.later(() => void spawnSync("ip", ["link", "del", peer]));
    ip("link", "set", name, "alias", "of the test");
    ip("addr", "add", "192.0.2.7/24", "dev", name);
    ip("addr", "add", "2001:db8::7/64", "dev", name, "nodad");
    ip("addr", "add", "192.0.2.9/24", "dev", name, "valid_lft", "900", "preferred_lft", "900");
    ip("addr", "add", "169.254.7.7/16", "dev", name, "scope", "link");
  },
  check(t) {
    const before = facts(ip("-d", "addr", "show", name));
    t.is(before["up"], false);
    const kept = { ...before, up: true, inet: ["192.0.2.7/24", "2001:db8::7/64"] };
    const pointer = new RegExp(`linux\\.netDevices\\.${name}`);

    // A create that fails behind the move.
    const moved = only({ [name]: { name: "inside" } });
    const failing = { path: "/bin/false" };
    t.rejects((config) => ({ ...moved(config), hooks: { prestart: [failing] } }), /prestart hook/);
    t.is(facts(ip("-d", "addr", "show", name)), { ...kept, up: false }, "back, as it was");
    ip("link", "set", name, "up");
    t.rejects((config) => ({ ...moved(config), hooks: { prestart: [failing] } }), /prestart hook/);
    t.is(facts(ip("-d", "addr", "show", name)), kept, "back and up");

    t.rejects(only({ none0: {} }), /find the device none0: no such device/);
    t.rejects(only({ lo: { name: "other" } }), /netDevices\.lo.*invalid argument/);
    t.rejects(only({ [name]: { name: "lo" } }), pointer);
    t.is(facts(ip("-d", "addr", "show", name)), kept, "still there after a taken name");
    t.rejects(only({ [name]: { name: "with space" } }), /netDevices/);
    t.rejects(
      (config) => ({
        ...only({ [name]: {} })(config),
        linux: { netDevices: { [name]: {} }, namespaces: [{ type: "mount" }] },
        hostname: undefined,
      }),
      /without a NET namespace/,
    );

    t.configure(only({ [name]: { name: "inside%d" } }));
    t.up();
    t.ok(!there(name), "it left the host");
    t.is(seen(t, "inside0"), kept);
    t.succeeds(t.delete({ flags: ["--force"] }));
    t.wait(() => !there(name) && !there(peer), "the kernel took the pair away with the namespace");
  },
});
