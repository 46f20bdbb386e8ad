// The three fact sheets that golden plans are made with.
export { hybridRoot } from "./hybrid-root.ts";
export { rootlessUser } from "./rootless-user.ts";
export { systemdRoot } from "./systemd-root.ts";
