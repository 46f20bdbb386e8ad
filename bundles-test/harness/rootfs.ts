// A root filesystem that has busybox and little else, made once and copied by hard link.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const busybox =
  ["/bin/busybox", "/usr/bin/busybox"].find((path) => existsSync(path)) ?? "/bin/busybox";

const files: Readonly<Record<string, string>> = {
  "etc/passwd": "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000::/home:/bin/sh\n",
  "etc/group": "root:x:0:\ntty:x:5:\nuser:x:1000:\n",
  "etc/hosts": "127.0.0.1 localhost\n",
};

let applets: readonly string[] | undefined;

function names(): readonly string[] {
  applets ??= execFileSync(busybox, ["--list"], { encoding: "utf8" })
    .split("\n")
    .filter((name) => name !== "" && name !== "busybox");
  return applets;
}

/** Makes the root at a path that is not there, with the program itself copied or linked. */
export function makeRootfs(path: string, program?: string): void {
  for (const name of ["bin", "dev", "proc", "sys", "tmp", "etc", "root", "home", "mnt"])
    mkdirSync(join(path, name), { recursive: true, mode: 0o755 });
  chmodSync(join(path, "tmp"), 0o1777);
  const target = join(path, "bin/busybox");
  if (program === undefined) copyFileSync(busybox, target);
  else linkSync(program, target);
  chmodSync(target, 0o755);
  for (const name of names()) symlinkSync("busybox", join(path, "bin", name));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
}

/** True for a directory without entries. */
export function isEmpty(path: string): boolean {
  return !existsSync(path) || readdirSync(path).length === 0;
}
