// Cgroups below the container's.
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cgroupOf, onlyV2, value } from "../harness/cgroup.ts";
import { defineBundle } from "../harness/define.ts";
import { hierarchies } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "exec-sub-cgroup",
  title: "exec --cgroup runs the process in a cgroup below the container's that is there",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const pid = t.up();
    const make = (directory: string): void => {
      if (!existsSync(directory)) mkdirSync(directory);
      t.later(() => {
        if (existsSync(directory)) rmdirSync(directory);
      });
    };
    const cgroups = (...flags: readonly string[]): string =>
      t.succeeds(t.exec(["cat", "/proc/self/cgroup"], { flags }));
    const own = readFileSync(`/proc/${pid}/cgroup`, "utf8");

    t.fails(t.exec(["true"], { flags: ["--cgroup", "nosuch"] }), /no such file or directory/);
    t.fails(t.exec(["true"], { flags: ["--cgroup", "../up"] }), /sub cgroup path/);
    t.is(t.exec(["true"], { flags: ["--cgroup", "nosuch"] }).status, 255);
    if (onlyV2()) {
      const path = own.trim().slice("0::".length);
      make(join(hierarchies()[0]?.mount ?? "", path, "sub"));
      t.is(cgroups("--cgroup", "sub").trim(), `${own.trim()}/sub`);
      t.fails(t.exec(["true"], { flags: ["--cgroup", "cpu:sub"] }), /controller|prefix/);
      return;
    }
    for (const name of ["memory", "pids"]) make(join(cgroupOf(pid, name), "sub"));
    const lines = cgroups("--cgroup", "memory:sub", "--cgroup", "pids:/sub/").split("\n");
    for (const line of lines.filter((each) => each !== "")) {
      const [, names = "", path = ""] = line.split(":");
      const wanted = names === "memory" || names === "pids" ? "/sub" : "";
      const before = own.split("\n").find((each) => each.split(":")[1] === names) ?? "";
      t.is(path, `${before.split(":")[2] ?? ""}${wanted}`, names);
    }
    for (const { mount } of hierarchies()) {
      const directory = join(mount, t.place.id);
      if (existsSync(directory)) make(join(directory, "sub"));
    }
    const cpuset = cgroupOf(pid, "cpuset");
    for (const file of ["cpuset.cpus", "cpuset.mems"])
      writeFileSync(join(cpuset, "sub", file), value(cpuset, file));
    t.match(cgroups("--cgroup", "sub"), /:memory:\S+\/sub$/m);
    t.match(cgroups("--cgroup", "sub"), /:name=systemd:\S+\/sub$/m);
    t.fails(t.exec(["true"], { flags: ["--cgroup", "nosuch:sub"] }), /unknown controller/i);
    t.fails(
      t.exec(["true"], { flags: ["--cgroup", "sub", "--cgroup", "cpu:sub"] }),
      /missing <controller>: prefix/,
    );
  },
});
