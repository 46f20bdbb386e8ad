// A further program in a container.
import { defineBundle } from "../harness/define.ts";
import { namespaceOf } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "exec",
  title:
    "exec runs in the container's namespaces and root, with its own args, environment, directory and user",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] }, hostname: "inside" },
  check(t) {
    const pid = t.up();
    t.is(t.succeeds(t.exec(["hostname"])), "inside\n");
    for (const name of ["mnt", "pid", "net", "ipc", "uts"])
      t.is(
        t.succeeds(t.exec(["readlink", `/proc/self/ns/${name}`])).trim(),
        namespaceOf(pid, name),
        name,
      );
    t.match(t.succeeds(t.exec(["cat", "/proc/1/cmdline"])), /^sleep\0/);
    const flags = [
      "--cwd",
      "/tmp",
      "--env",
      "A=b",
      "--env",
      "C=d e",
      "--user",
      "12:13",
      "--additional-gids",
      "14",
    ];
    const output = t.succeeds(
      t.exec(
        [
          "sh",
          "-c",
          "pwd; echo $A:$C; id -u; id -G; grep -E '^(CapEff|NoNewPrivs)' /proc/self/status",
        ],
        { flags },
      ),
    );
    t.is(output, "/tmp\nb:d e\n12\n13 14\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\n");
    const missing = t.exec(["no-such-program"]);
    t.fails(missing, /exec failed: .*executable file not found in \$PATH/);
    t.is(missing.status, 255);
    t.is(t.status, "running");
  },
});
