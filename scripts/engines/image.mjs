// A root file system and an image of it, made of the static busybox.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { find } from "./shell.mjs";

/** Makes `rootfs` and `image.tar` in a new directory; answers their paths. */
export function makeImage(place) {
  const rootfs = join(place, "rootfs");
  for (const name of ["bin", "dev", "etc", "proc", "sys", "tmp", "data", "root"])
    mkdirSync(join(rootfs, name), { recursive: true });
  const busybox = find("busybox");
  if (busybox === undefined) throw new Error("busybox is not installed");
  copyFileSync(busybox, join(rootfs, "bin/busybox"));
  for (const name of execFileSync(busybox, ["--list"], { encoding: "utf8" }).trim().split("\n"))
    if (name !== "busybox") symlinkSync("busybox", join(rootfs, "bin", name));
  writeFileSync(
    join(rootfs, "etc/passwd"),
    "root:x:0:0::/root:/bin/sh\nguest:x:1000:1000::/:/bin/sh\n",
  );
  writeFileSync(join(rootfs, "etc/group"), "root:x:0:\nguest:x:1000:\n");
  writeFileSync(join(rootfs, "etc/notes"), "not a program\n");
  const tar = join(place, "image.tar");
  execFileSync("tar", ["--numeric-owner", "-C", rootfs, "-cf", tar, "."]);
  return { rootfs, tar };
}
