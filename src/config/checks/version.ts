// ociVersion: which configurations this runtime takes.
import type { Config } from "../config.gen.ts";
import { finding } from "../finding.ts";
import type { Report } from "../finding.ts";

/** The version of the specification that this runtime implements. */
export const OCI_VERSION = "1.3.0";

const MINOR = 3;

/** Another major version is an error, a higher minor one a warning: new fields are not known. */
export function checkVersion(config: Config, report: Report): void {
  const [major, minor] = config.ociVersion.split(".").map(Number);
  if (major !== 1) {
    report(finding("error", "/ociVersion", "must be of major version 1", config.ociVersion));
  } else if (minor !== undefined && minor > MINOR) {
    const rule = `is newer than ${OCI_VERSION}: what it adds has no effect`;
    report(finding("warning", "/ociVersion", rule));
  }
}
