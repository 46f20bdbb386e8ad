// The features document says what the program was built to do, and nothing of where it runs.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "features-same",
  title: "[CT-16] [F-2] features prints the same bytes whoever asks, wherever, on whatever host",
  oracle: { none: "runc 1.1 prints the version of the libseccomp that is installed" },
  needs: ["setpriv", "runtime-for-all"],
  config: {},
  check(t) {
    const plain = t.succeeds(t.runtime.call(["features"]));
    t.ok(plain.includes('"ociVersionMax": "1.3.0"'), plain);
    const hide = 'mount -t tmpfs none /sys && mount -t tmpfs none /run && cd /run && exec "$@"';
    const surroundings: readonly (readonly string[])[] = [
      ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"],
      ["env", "-i", "PATH=/nowhere", "XDG_RUNTIME_DIR=/none", "CLICOLOR_FORCE=1"],
      // No cgroups, no security modules, no state directory, another current directory.
      ["unshare", "-m", "sh", "-c", hide, "sh"],
      ["unshare", "-rm", "sh", "-c", hide, "sh"],
    ];
    for (const wrap of surroundings) {
      const answer = t.runtime.call(["features"], { wrap });
      t.is(answer, { status: 0, stdout: plain, stderr: "" }, wrap.join(" "));
    }
    const global = ["--root", "/no/such/root", "--systemd-cgroup", "--debug", "features"];
    t.is(t.succeeds(t.runtime.call(global)), plain, global.join(" "));
  },
});
