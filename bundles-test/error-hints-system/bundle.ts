// Namespaces, parameters, cgroups and states that fail, each with the hint that helps.
import { namespace, usualNamespaces } from "../harness/base.ts";
import { defineBundle } from "../harness/define.ts";
import { hinted } from "../harness/hints.ts";
import type { Json } from "../harness/json.ts";

/** The usual namespaces, the network one by a path. */
function network(path: string): Json {
  const others = usualNamespaces.filter(({ type }) => type !== "network");
  return { linux: { namespaces: [...others, namespace("network", path)] } };
}
const sysctl = (name: string, value: string): Json => ({ linux: { sysctl: { [name]: value } } });
const resources = (values: Json): Json => ({ linux: { resources: values } });

export const bundle = defineBundle({
  name: "error-hints-system",
  title: "what the kernel refuses of namespaces, parameters and cgroups gives a hint",
  oracle: { none: "the words are tsrun's own" },
  needs: ["cpu", "cpuset", "blkio"],
  config: {},
  check(t) {
    t.rejects(network("/no/such/netns"), hinted("join-missing", "ENOENT"));
    t.rejects(network("/proc/self/ns/uts"), hinted("join-wrong-kind", "EINVAL"));
    t.rejects(sysctl("net.none.such", "1"), hinted("sysctl-unknown", "ENOENT"));
    t.rejects(sysctl("net.ipv4.ip_forward", "x"), hinted("sysctl-value", "EINVAL"));
    t.rejects(resources({ cpu: { cpus: "4095" } }), hinted("cpuset-not-there"));
    t.rejects(resources({ cpu: { quota: 1 } }), hinted("cpu-quota", "EINVAL"));
    t.rejects(
      resources({ blockIO: { throttleReadBpsDevice: [{ major: 4000, minor: 1, rate: 1000 }] } }),
      hinted("block-device", "ENODEV"),
    );
    // Without CAP_SYS_RESOURCE, which this machine may have.
    const wrap = ["setpriv", "--bounding-set", "-sys_resource"];
    t.rejects(
      { process: { oomScoreAdj: -1000 } },
      /set the OOM score adjustment to -1000 \(config\.json: process\.oomScoreAdj, line \d+\): /,
      { wrap },
    );
    t.rejects({ process: { oomScoreAdj: -1000 } }, hinted("oom-score-lowered", "EACCES"), { wrap });
    t.rejects(
      {
        linux: { seccomp: { defaultAction: "SCMP_ACT_ALLOW", architectures: ["SCMP_ARCH_M68K"] } },
      },
      hinted("seccomp-architecture"),
    );
    // A label for a module that is off: SELinux is on nowhere where AppArmor may be.
    t.rejects({ process: { selinuxLabel: "a:b:c:s0" } }, hinted("module-off"));
    const options = ["--root", "/proc/tsrun", "create", "--bundle", t.place.bundle, t.place.id];
    t.configure();
    t.fails(t.runtime.call(options), hinted("state-not-writable", "ENOENT"));
    const busy = {
      linux: { cgroupsPath: `/${t.place.id}-busy` },
      process: { args: ["sleep", "9"] },
    };
    t.configure(busy);
    t.up();
    const other = ["create", "--bundle", t.place.bundle, `${t.place.id}-2`];
    t.fails(t.runtime.call(other), hinted("cgroup-in-use"));
    t.succeeds(t.delete({ flags: ["--force"] }));
  },
});
