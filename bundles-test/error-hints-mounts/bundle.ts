// Mounts, root and devices that fail, each with the hint that helps.
import { chmodSync, mkdirSync } from "node:fs";
import { namespace, usualMounts, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { hinted } from "../harness/hints.ts";
import type { Json } from "../harness/json.ts";

const mount = (destination: string, type: string, options: readonly string[] = [], source = type) =>
  ({ destination, type, source, options }) as const;
const adding = (...entries: readonly Json[]) => ({ mounts: [...usualMounts, ...entries] });

/** In a user namespace, with these mounts and without these other namespaces. */
function users(mounts: readonly unknown[], ...without: readonly string[]): Json {
  const map = [{ containerID: 0, hostID: 100000, size: 65536 }];
  const others = usualNamespaces.filter(({ type }) => !without.includes(String(type)));
  return {
    hostname: undefined,
    mounts,
    linux: {
      namespaces: [...others, namespace("user")],
      uidMappings: map,
      gidMappings: map,
      maskedPaths: undefined,
      readonlyPaths: undefined,
    },
  };
}

const dev = usualMounts[1];

export const bundle = defineBundle({
  name: "error-hints-mounts",
  title: "a mount that fails says where config.json asks for it, the call, the errno and a hint",
  oracle: { none: "the words are tsrun's own" },
  config: {},
  check(t) {
    t.rejects({ root: { path: "none" } }, hinted("root-missing", "ENOENT"));
    t.rejects(
      adding(mount("/data", "bind", ["bind"], "/no/such/source")),
      hinted("bind-source-missing", "ENOENT"),
    );
    // The place with its line: the last mount's destination is 4 lines below its beginning.
    t.rejects(
      adding(mount("/data", "bind", ["bind"], "/no/such/source")),
      /bind \/no\/such\/source at \/data \(config\.json: mounts\[6\], line \d+\): open_tree/,
    );
    t.write(t.inside("a-file"), "");
    mkdirSync(t.beside("directory"), { recursive: true });
    t.rejects(
      adding(mount("/a-file", "bind", ["bind"], t.beside("directory"))),
      hinted("bind-kinds", "ENOTDIR"),
    );
    t.rejects(adding(mount("/data", "nosuchfs")), hinted("file-system-unknown", "ENODEV"));
    t.rejects(
      adding(mount("/data", "tmpfs", ["nosuchoption=1"])),
      hinted("mount-option-unknown", "EINVAL"),
    );
    t.rejects(
      adding(
        mount("/ro", "bind", ["bind", "ro"], t.beside("directory")),
        mount("/ro/new", "tmpfs"),
      ),
      hinted("mount-point-read-only", "EROFS"),
    );
    t.link("/etc", t.inside("linked"));
    t.write(t.inside("etc/x"), "");
    t.rejects({ mounts: [mount("/linked", "proc"), dev] }, hinted("strict-target"));
    t.write(t.inside("opt/device"), "a file");
    const device = { path: "/opt/device", type: "c", major: 1, minor: 3 };
    t.rejects({ linux: { devices: [device] } }, hinted("device-in-the-way"));

    const proc = usualMounts[0];
    t.rejects(users([proc, dev], "pid"), hinted("proc-needs-pid", "EPERM"));
    t.rejects(
      users([proc, dev, mount("/sys", "sysfs")], "network"),
      hinted("sysfs-needs-network", "EPERM"),
    );
    t.rejects(users([proc, dev, mount("/x", "tmpfs")]), hinted("mount-point-owner", "EACCES"));
    mkdirSync(t.inside("x"));
    t.rejects(
      users([proc, dev, mount("/x", "hugetlbfs")]),
      hinted("mount-in-user-namespace", "EPERM"),
    );
    chmodSync(t.place.bundle, 0o700);
    t.rejects(users([proc, dev]), hinted("root-untraversable", "EACCES"));
    chmodSync(t.place.bundle, 0o755);
  },
});
