// Fifty containers of one bundle at once, on one state root.
import { defineBundle } from "../harness/define.ts";

const COUNT = 50;

const AT_ONCE = `
count=$1 id=$2 side=$3 bundle=$4
shift 4
life() {
	"$@" create --bundle "$bundle" "$name" >"$side/out.$name" 2>&1 </dev/null &&
	"$@" start "$name" && "$@" state "$name" >"$side/state.$name" &&
	"$@" exec "$name" true && "$@" kill "$name" KILL && "$@" delete --force "$name" &&
	echo "$name" >"$side/done.$name"
}
n=0
while [ $n -lt "$count" ]; do
	name=$id-$n
	life "$@" 2>"$side/err.$name" &
	n=$((n + 1))
done
wait
cat "$side"/done.* | wc -l
cat "$side"/err.*
`;

export const bundle = defineBundle({
  name: "together-lifecycles",
  title: "fifty lifecycles at once on one state root do not meet",
  oracle: "runc",
  // Each in a cgroup of its own id.
  config: { process: { args: ["sleep", "60"] }, linux: { cgroupsPath: undefined } },
  check(t) {
    const { id, side, bundle: path } = t.place;
    const wrap = ["sh", "-c", AT_ONCE, "sh", `${COUNT}`, id, side, path];
    const limit = 60_000;
    t.is(t.succeeds(t.runtime.call([], { wrap, limit })), `${COUNT}\n`);
  },
});
