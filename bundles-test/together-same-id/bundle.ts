// Six creates of one id at once.
import { defineBundle } from "../harness/define.ts";

const AT_ONCE = `
side=$1
shift
for i in 1 2 3 4 5 6; do
	{ "$@" >"$side/out.$i" 2>&1; echo $? >"$side/status.$i"; } &
done
wait
`;

export const bundle = defineBundle({
  name: "together-same-id",
  title: "[OP-9] of creates of one id at once one wins, and the others say that it exists",
  oracle: { none: "runc 1.1 at times removes the winner's state with a loser's" },
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    for (let round = 0; round < 5; round++) {
      t.create({ wrap: ["sh", "-c", AT_ONCE, "sh", t.place.side] });
      const numbers = [1, 2, 3, 4, 5, 6];
      const won = numbers.filter((n) => t.read(t.beside(`status.${n}`)) === "0\n");
      t.is(won.length, 1, `winners: ${won.join(" ")}`);
      for (const n of numbers.filter((other) => other !== won[0]))
        t.match(t.read(t.beside(`out.${n}`)) ?? "", /already exists/, `loser ${n}`);
      t.is(t.status, "created", "the winner's container");
      t.succeeds(t.start());
      t.is(t.status, "running");
      t.succeeds(t.delete({ flags: ["--force"] }));
    }
  },
});
