// A runtime that lives in a chroot(2): the mount namespace's own root is not the container's.
import { defineBundle } from "../harness/define.ts";
import type { Test } from "../harness/test.ts";

// A mount namespace of its own, in which /etc/hosts is a copy (whatever goes wrong, the host's is not
// written to), and a chroot into another view of everything.
const INSIDE = `
cp /etc/hosts "$SIDE/hosts" 2>/dev/null || echo host >"$SIDE/hosts"
[ ! -e /etc/hosts ] || mount --bind "$SIDE/hosts" /etc/hosts
mkdir -p "$SIDE/root"
mount --rbind / "$SIDE/root"
exec chroot "$SIDE/root" "$@"
`;

function wrap(t: Test): readonly string[] {
  const side = `SIDE=${t.place.side}`;
  return ["unshare", "--mount", "env", side, "sh", "-euc", INSIDE, "sh"];
}

export const bundle = defineBundle({
  name: "exec-in-chroot",
  title: "exec from a runtime in a chroot lands in the container's root and not in the host's",
  oracle: { none: "runc and crun land in the root of the mount namespace" },
  config: { process: { args: ["sleep", "60"] } },
  setup(t) {
    t.write(t.inside("marker"), "the container's\n");
  },
  check(t) {
    const before = t.read("/etc/hosts");
    const around = { wrap: wrap(t) };
    t.up(around);
    t.is(t.succeeds(t.exec(["cat", "/marker"], around)), "the container's\n");
    t.succeeds(t.exec(["sh", "-c", "echo 10.0.0.7 added >>/etc/hosts"], around));
    t.match(t.read(t.inside("etc/hosts")) ?? "", /added/, "the container's /etc/hosts");
    t.is(t.read("/etc/hosts"), before, "the host's /etc/hosts");
    // From outside of the chroot it is the same container.
    t.is(t.succeeds(t.exec(["cat", "/marker"])), "the container's\n");
    t.succeeds(t.delete({ flags: ["--force"] }));
  },
});
