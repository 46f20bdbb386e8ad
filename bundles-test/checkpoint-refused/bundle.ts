// Everything that is wrong before CRIU is asked for anything.
import { defineBundle } from "../harness/define.ts";
import { leftovers } from "../harness/leaks.ts";

// Where CRIU is installed it is hidden.
const hidden: readonly string[] = [
  "unshare",
  "-m",
  "sh",
  "-c",
  'for f in /usr/local/sbin/criu /usr/local/bin/criu /usr/sbin/criu /usr/bin/criu /sbin/criu /bin/criu; do if [ -e $f ]; then mount --bind /dev/null $f; fi; done; exec "$@"',
  "sh",
];

export const bundle = defineBundle({
  name: "checkpoint-refused",
  title: "without CRIU, of the wrong status, with wrong paths: one clear error, nothing changed",
  oracle: { none: "runc's words for most of it differ between its versions" },
  config: { process: { args: ["sleep", "600"] } },
  check(t) {
    const verb = (name: string, ...flags: readonly string[]) =>
      t.runtime.call([name, ...flags, t.place.id], { cwd: t.place.side, wrap: hidden });
    t.fails(verb("checkpoint"), /container does not exist/);
    t.created();
    t.fails(verb("checkpoint"), /Container cannot be checkpointed in created state/);
    t.succeeds(t.start());

    const missing =
      /CRIU version check failed: exec: \\?"criu\\?": executable file not found in \$PATH; hint: .*install it/;
    const refused = verb("checkpoint");
    t.fails(refused, missing);
    t.is(refused.stderr.trim().split("\n").length, 1);
    t.ok(
      !t.exists(t.beside("checkpoint")),
      "no directory is made for images that there will not be",
    );
    t.fails(verb("checkpoint", "--parent-path", "/tmp"), /--parent-path must be relative/);
    t.fails(
      verb("checkpoint", "--parent-path", "none"),
      /invalid --parent-path: stat .*\/none: no such file or directory/,
    );
    t.is(t.status, "running");

    const { pid } = t;
    t.succeeds(t.kill("KILL"));
    t.ended(pid);
    t.fails(verb("checkpoint"), /Container cannot be checkpointed in stopped state/);
    t.succeeds(t.delete());

    t.fails(verb("restore", "--bundle", t.place.bundle), missing);
    t.is(leftovers(t.place.id, t.runtime.root), [], "left after a refused restore");
    // How an engine asks whether there are checkpoints, and whether pods can be restored.
    t.succeeds(t.runtime.call(["checkpoint", "--help"]));
    t.fails(t.runtime.call(["restore", "--lsm-mount-context"]), /flag needs an argument/);
  },
});
