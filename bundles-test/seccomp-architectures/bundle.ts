// Architectures that features names.
import { copyFileSync } from "node:fs";
import { defineBundle } from "../harness/define.ts";
import type { Json } from "../harness/json.ts";
import { tool } from "../harness/tools.ts";

const MKDIR_32 = "39";
const EFAULT = 14;
const SIGSYS = 31;

interface Features {
  readonly linux: { readonly seccomp: { readonly archs: readonly string[] } };
}

const filter = (architectures: readonly string[]): Json => ({
  linux: {
    seccomp: {
      defaultAction: "SCMP_ACT_ALLOW",
      architectures,
      syscalls: [{ names: ["mkdir", "mkdirat"], action: "SCMP_ACT_ERRNO", errnoRet: 28 }],
    },
  },
});

export const bundle = defineBundle({
  name: "seccomp-architectures",
  title: "[SC-6] [F-21] a filter with any architecture that features names is loaded, and holds",
  oracle: { none: "runc 1.1 has no features of this form" },
  config: { process: { args: ["mkdir", "/tmp/new"] } },
  check(t) {
    const features = JSON.parse(t.succeeds(t.runtime.call(["features"]))) as Features;
    const { archs } = features.linux.seccomp;
    t.ok(archs.includes("SCMP_ARCH_X86_64"), "x86_64 is named");
    const little = archs.filter((arch) => /X86|X32|AARCH64|ARM$|LE$|EL|RISCV/.test(arch));
    t.ok(little.length > 8, "architectures of this byte order");
    for (const set of [...archs.map((arch) => [arch]), ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"]]) {
      t.configure(filter(set));
      const result = t.run();
      // libseccomp cannot put both byte orders into one filter: an error, and never no filter.
      t.match(
        result.stderr,
        set.every((arch) => little.includes(arch)) ? /No space left/ : /No space left|seccomp/,
        set.join(),
      );
    }
    // The same processor's other architecture: by its own numbers, and not at all when it is not listed.
    const calls = ["/calls", "32", MKDIR_32];
    copyFileSync(tool("calls"), t.inside("calls"));
    t.configure({ process: { args: calls } });
    if (t.run().stdout !== `${EFAULT}\n`) return; // a kernel without it
    const filtered = (...architectures: readonly string[]) => {
      t.configure({ ...filter(architectures), process: { args: calls } });
      return t.run();
    };
    t.is(filtered("SCMP_ARCH_X86_64", "SCMP_ARCH_X86").stdout, "28\n", "filtered");
    t.is(filtered("SCMP_ARCH_X86_64").status, 128 + SIGSYS, "killed");
  },
});
