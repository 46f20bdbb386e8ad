// What a hook is given.
import { defineBundle } from "../harness/define.ts";

export const bundle = defineBundle({
  name: "hooks-process",
  title:
    "[H-3] [H-4] [H-5] hooks get exactly their args and environment, and no descriptors but 0-2",
  oracle: "crun",
  config: (place) => ({
    hooks: {
      createRuntime: [
        {
          path: "/bin/busybox",
          args: [
            "sh",
            "-c",
            `(echo "$0 $1"; tr '\\0' '\\n' < /proc/$$/environ) > ${place.side}/seen; ls /proc/$$/fd > ${place.side}/fds; true`,
            "name",
            "two words",
          ],
          env: ["ONE=1", "TWO=a b"],
        },
      ],
    },
  }),
  check(t) {
    t.succeeds(t.run({ env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", SECRET: "x" } }));
    const lines = (t.read(t.beside("seen")) ?? "").trim().split("\n");
    t.is(lines, ["name two words", "ONE=1", "TWO=a b"]);
    // 10 and above are the shell's own, made for its redirection. There is no pipe that it could hold.
    const descriptors = (t.read(t.beside("fds")) ?? "").trim().split("\n");
    t.is(
      descriptors.filter((fd) => Number(fd) < 10),
      ["0", "1", "2"],
      "descriptors",
    );
  },
});
