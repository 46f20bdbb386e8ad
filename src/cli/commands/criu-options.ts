// The flags that checkpoint and restore share.
import { resolve } from "node:path";
import type { CriuPaths } from "../../launch/options.ts";
import type { CriuWish } from "../../plan/criu.ts";
import type { Values } from "../values.ts";
import { pathOf } from "./create-options.ts";

/** Where CRIU reads and writes, and what it is allowed. */
export function criuOptions(values: Values, cwd: string): CriuPaths & CriuWish {
  return {
    imagePath: resolve(cwd, values.text("image-path") ?? "checkpoint"),
    workPath: pathOf(values, "work-path", cwd),
    tcpEstablished: values.bool("tcp-established"),
    extUnixSk: values.bool("ext-unix-sk"),
    shellJob: values.bool("shell-job"),
    fileLocks: values.bool("file-locks"),
    lazyPages: values.bool("lazy-pages"),
    autoDedup: values.bool("auto-dedup"),
    cgroupsMode: values.text("manage-cgroups-mode"),
    emptyNamespaces: values.texts("empty-ns"),
  };
}
