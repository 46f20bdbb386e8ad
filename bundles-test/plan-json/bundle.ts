// The plan for programs.
import { defineBundle } from "../harness/define.ts";
import { list, member } from "../harness/json.ts";

export const bundle = defineBundle({
  name: "plan-json",
  title: "plan --json prints the steps of a create as data, and makes nothing",
  oracle: { none: "a verb of tsrun alone" },
  config: { process: { args: ["true"] } },
  check(t) {
    const text = t.succeeds(t.runtime.call(["plan", "--json", "--bundle", t.place.bundle]));
    const plan: unknown = JSON.parse(text);
    const steps = list(plan, "steps");
    t.ok(steps.length > 30, `${steps.length} steps`);
    t.ok(
      steps.some((step) => JSON.stringify(member(step, "op") ?? step).includes("mount")),
      "mounts among them",
    );
    const other = t.beside("other.json");
    t.write(other, (t.read(`${t.place.bundle}/config.json`) ?? "").replace('"box"', '"another"'));
    const verb = ["plan", "--bundle", t.place.bundle, "--config", other];
    t.match(t.succeeds(t.runtime.call(verb)), /hostname to another/);
    t.ok(!t.exists(t.runtime.root), "no state root was made");
  },
});
