// A root file system and an image of it, made of the static busybox.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { find } from "./shell.mjs";

/** One of `programs/`, built: it runs in a container without libraries. */
export function program(name) {
  return fileURLToPath(new URL(`../../dist/test/${name}`, import.meta.url));
}

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

/** Writes an archive that `ctr images import` and `docker load` take: one layer, and what to run. */
export function makeArchive(place, { name, layer, entrypoint }) {
  const base = basename(name);
  const work = join(place, `archive-${base}`);
  mkdirSync(work);
  copyFileSync(layer, join(work, "layer.tar"));
  const sum = createHash("sha256").update(readFileSync(layer)).digest("hex");
  const config = {
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    config: { Env: ["PATH=/bin"], Entrypoint: entrypoint },
    rootfs: { type: "layers", diff_ids: [`sha256:${sum}`] },
  };
  const manifest = { Config: "config.json", RepoTags: [`${name}:latest`], Layers: ["layer.tar"] };
  writeFileSync(join(work, "config.json"), JSON.stringify(config));
  writeFileSync(join(work, "manifest.json"), JSON.stringify([manifest]));
  const archive = join(place, `${base}.tar`);
  execFileSync("tar", ["-C", work, "-cf", archive, "manifest.json", "config.json", "layer.tar"]);
  return archive;
}

/** The image of a pod's first container: one static program. */
export function makePauseArchive(place, name) {
  const root = join(place, "pause-root");
  mkdirSync(root);
  copyFileSync(program("pause"), join(root, "pause"));
  const layer = join(place, "pause-layer.tar");
  execFileSync("tar", ["--numeric-owner", "-C", root, "-cf", layer, "pause"]);
  return makeArchive(place, { name, layer, entrypoint: ["/pause"] });
}
