// What is done to each runtime, and what it costs.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ended } from "./runtime.mjs";

/** One pass through all verbs. Returns name → cost. */
export async function round(runtime) {
  const { bundles } = runtime;
  const cost = {};
  const id = runtime.fresh();
  cost["create"] = await runtime.create(id);
  const pid = runtime.pid();
  cost["state"] = await runtime.call(["state", id]);
  cost["start"] = await runtime.call(["start", id]);
  cost["exec"] = await runtime.call(["exec", id, "/bin/true"]);
  cost["kill"] = await runtime.call(["kill", id, "CONT"]);
  await runtime.call(["kill", id, "KILL"]);
  await ended(pid);
  cost["delete"] = await runtime.call(["delete", id]);
  cost["delete-unknown"] = await runtime.call(["delete", "--force", id]);
  const next = runtime.fresh();
  const create = await runtime.create(next);
  const start = await runtime.call(["start", next]);
  cost["delete-running"] = await runtime.call(["delete", "--force", next]);
  const wall = create.wall + start.wall + cost["delete-running"].wall;
  cost["cycle"] = {
    wall,
    cpu: create.cpu + start.cpu + cost["delete-running"].cpu,
    rss: create.rss,
  };
  cost["run"] = await runtime.call(["run", "--bundle", bundles.true, runtime.fresh()]);
  cost["run-seccomp"] = await runtime.call(["run", "--bundle", bundles.seccomp, runtime.fresh()]);
  return cost;
}

/** Passes of all runtimes in turn, each time in another order. Returns runtime → name → costs. */
export async function rounds(runtimes, count, say) {
  const costs = new Map(runtimes.map((runtime) => [runtime.name, {}]));
  // The first pass fills the caches and is not counted.
  for (let i = 0; i <= count; i++) {
    for (let k = 0; k < runtimes.length; k++) {
      const runtime = runtimes[(i + k) % runtimes.length];
      const cost = await round(runtime);
      const known = costs.get(runtime.name);
      if (i > 0) for (const [name, one] of Object.entries(cost)) (known[name] ??= []).push(one);
    }
    say(`round ${i} of ${count}`);
  }
  return costs;
}

function status(pid, field) {
  const text = readFileSync(`/proc/${pid}/status`, "latin1");
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? "0");
}

/** Bytes charged to the memory cgroup of a process, in kB; null where there is no such controller. */
function charged(pid) {
  const line = /^\d+:memory:(.*)$/m.exec(readFileSync(`/proc/${pid}/cgroup`, "latin1"));
  const unified = /^0::(.*)$/m.exec(readFileSync(`/proc/${pid}/cgroup`, "latin1"));
  const file =
    line === null
      ? `/sys/fs/cgroup${unified?.[1] ?? ""}/memory.current`
      : `/sys/fs/cgroup/memory${line[1]}/memory.usage_in_bytes`;
  try {
    return Number(readFileSync(file, "latin1")) / 1024;
  } catch {
    return null;
  }
}

async function until(what) {
  const end = Date.now() + 10_000;
  for (;;) {
    const value = what();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** kB held by a waiting init, charged before start, and held beside a foreground run. */
export async function sizes(runtime) {
  const id = runtime.fresh();
  await runtime.create(id);
  const pid = runtime.pid();
  const found = { "init-rss": status(pid, "VmRSS"), "init-charged": charged(pid) };
  await runtime.call(["delete", "--force", id]);
  const other = runtime.fresh();
  rmSync(runtime.pidFile, { force: true });
  const { sleep } = runtime.bundles;
  const foreground = runtime.start([
    "run",
    "--bundle",
    sleep,
    "--pid-file",
    runtime.pidFile,
    other,
  ]);
  const over = new Promise((resolve) => foreground.on("close", resolve));
  await until(() => (isRunning(runtime) ? true : undefined));
  await new Promise((resolve) => setTimeout(resolve, 100));
  found["attend-rss"] = status(foreground.pid, "VmRSS");
  await runtime.call(["kill", other, "KILL"]);
  await over;
  return found;
}

function isRunning({ pidFile }) {
  try {
    return readFileSync(`/proc/${readFileSync(pidFile, "latin1")}/comm`, "latin1") === "sleep\n";
  } catch {
    return false;
  }
}

/** How many system calls a verb makes in all its processes until it returns. */
export async function systemCalls(runtime, verb) {
  const trace = join(runtime.directory, `${runtime.name}.trace`);
  rmSync(trace, { force: true });
  const strace = runtime.start(verb, ["strace", "-f", "-s0", "-o", trace]);
  // The init of a create outlives it, and strace with it: the trace tells when the verb is over.
  const over = new Promise((resolve) => strace.on("close", resolve));
  const text = await until(() => {
    const read = readOr(trace);
    const first = /^(\d+) /.exec(read)?.[1];
    if (first === undefined) return undefined;
    return new RegExp(`^${first} +\\+\\+\\+ exited with`, "m").test(read) ? read : undefined;
  });
  const first = /^(\d+) /.exec(text)?.[1];
  const end = text.search(new RegExp(`^${first} +\\+\\+\\+ exited with`, "m"));
  const calls = text.slice(0, end).match(/^\d+ +\w+\(/gm) ?? [];
  return { calls: calls.length, over };
}

function readOr(path) {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}

/** System calls of every verb. */
export async function allSystemCalls(runtime) {
  const { bundles } = runtime;
  const counts = {};
  const waits = [];
  const count = async (name, ...verb) => {
    const { calls, over } = await systemCalls(runtime, verb);
    counts[name] = calls;
    waits.push(over);
  };
  const id = runtime.fresh();
  await count("create", "create", "--bundle", bundles.sleep, "--pid-file", runtime.pidFile, id);
  const pid = runtime.pid();
  await count("state", "state", id);
  await count("start", "start", id);
  await count("exec", "exec", id, "/bin/true");
  await count("kill", "kill", id, "CONT");
  await runtime.call(["kill", id, "KILL"]);
  await ended(pid);
  await Promise.all(waits);
  await count("delete", "delete", id);
  await count("delete-unknown", "delete", "--force", id);
  await runtime.create(id);
  await runtime.call(["start", id]);
  await count("delete-running", "delete", "--force", id);
  await count("run", "run", "--bundle", bundles.true, runtime.fresh());
  await count("run-seccomp", "run", "--bundle", bundles.seccomp, runtime.fresh());
  await Promise.all(waits);
  return counts;
}

/** create and state while `crowd` other containers are there. */
export async function crowded(runtime, crowd, count) {
  const batch = 50;
  const prefix = `crowd-${process.pid}-${runtime.name}`;
  for (let at = 0; at < crowd; at += batch) {
    const copies = Math.min(batch, crowd - at);
    await runtime.call(["create", "--bundle", runtime.bundles.sleep, `${prefix}-${at}-%`], {
      copies,
    });
  }
  const costs = {};
  for (let i = 0; i < count; i++) {
    const id = runtime.fresh();
    (costs["create"] ??= []).push(await runtime.create(id));
    (costs["state"] ??= []).push(await runtime.call(["state", id]));
    (costs["delete-running"] ??= []).push(await runtime.call(["delete", "--force", id]));
  }
  for (let at = 0; at < crowd; at += batch) {
    const copies = Math.min(batch, crowd - at);
    await runtime.call(["delete", "--force", `${prefix}-${at}-%`], { copies });
  }
  return costs;
}

/** Wall time of 50 creates at once, in milliseconds. */
export async function parallel(runtime, count) {
  const costs = [];
  for (let i = 0; i < count; i++) {
    const id = `${runtime.fresh()}-%`;
    costs.push(
      await runtime.call(["create", "--bundle", runtime.bundles.sleep, id], { copies: 50 }),
    );
    await runtime.call(["delete", "--force", id], { copies: 50 });
  }
  return { create50: costs };
}

/** create of a bundle with 200 mounts. */
export async function manyMounts(runtime, count) {
  const costs = [];
  for (let i = 0; i < count; i++) {
    const id = runtime.fresh();
    costs.push(await runtime.create(id, runtime.bundles.mounts));
    await runtime.call(["delete", "--force", id]);
  }
  return { create: costs };
}

/** create and state with the runtime's own files out of the page cache. */
export async function cold(runtime, count) {
  const files = ownFiles(runtime);
  const costs = { create: [], state: [] };
  for (let i = 0; i < count; i++) {
    const id = runtime.fresh();
    await runtime.evict(files);
    costs.create.push(await runtime.create(id));
    await runtime.evict(files);
    costs.state.push(await runtime.call(["state", id]));
    await runtime.call(["delete", "--force", id]);
  }
  return costs;
}

function ownFiles({ program }) {
  const beside = join(program, "../../lib/tsrun");
  try {
    return [program, ...readdirSync(beside).map((name) => join(beside, name))];
  } catch {
    return [program];
  }
}
