// What this build is.

/** Version of the program, the same as in package.json. */
export const VERSION = "0.1.0";

/** Version of the OCI runtime specification that is implemented. */
export const SPEC_VERSION = "1.3.0";

// Put in by the build; a working tree has none.
declare const TSRUN_COMMIT: string | undefined;

/** The commit that was built, or `unknown` in a working tree. */
export const COMMIT: string = typeof TSRUN_COMMIT === "string" ? TSRUN_COMMIT : "unknown";

/** What `--version` prints: callers read the first word of a line up to the colon. */
export function versionText(): string {
  return `tsrun version ${VERSION}\ncommit: ${COMMIT}\nspec: ${SPEC_VERSION}\n`;
}
