// linux.memoryPolicy: which modes take nodes (set_mempolicy(2)).
import type { MemoryPolicy, MemoryPolicyMode } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";
import { listFault } from "./lists.ts";

const PLACE = "/linux/memoryPolicy";

const NODES: Readonly<Record<MemoryPolicyMode, "none" | "some" | "any">> = {
  MPOL_DEFAULT: "none",
  MPOL_LOCAL: "none",
  MPOL_BIND: "some",
  MPOL_INTERLEAVE: "some",
  MPOL_WEIGHTED_INTERLEAVE: "some",
  MPOL_PREFERRED_MANY: "some",
  MPOL_PREFERRED: "any",
};

/** Checks `/linux/memoryPolicy`. */
export function checkMemoryPolicy(policy: MemoryPolicy, report: Report): void {
  const { mode, nodes = "", flags = [] } = policy;
  const fault = nodes === "" ? null : listFault(nodes);
  if (fault !== null) report(finding("error", `${PLACE}/nodes`, fault, nodes));
  if (NODES[mode] === "none" && nodes !== "") {
    report(finding("error", `${PLACE}/nodes`, `${mode} requires 0 nodes`, nodes));
  }
  if (NODES[mode] === "some" && nodes === "") {
    report(finding("error", `${PLACE}/nodes`, `${mode} requires at least one node`));
  }
  if (flags.includes("MPOL_F_STATIC_NODES") && flags.includes("MPOL_F_RELATIVE_NODES")) {
    const rule = "MPOL_F_STATIC_NODES and MPOL_F_RELATIVE_NODES exclude each other";
    report(finding("error", `${PLACE}/flags`, rule));
  }
}
