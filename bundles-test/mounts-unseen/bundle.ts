// Mounts of the container are the container's.
import { defineBundle } from "../harness/define.ts";
import { mountLines } from "../harness/host.ts";

export const bundle = defineBundle({
  name: "mounts-unseen",
  title: "[NS-5] [MT-20] no mount of a container shows in the runtime's mount namespace",
  oracle: "runc",
  config: { process: { args: ["sleep", "60"] } },
  check(t) {
    const before = mountLines();
    t.up();
    t.is(mountLines(), before);
  },
});
