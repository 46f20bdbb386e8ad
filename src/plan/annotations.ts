// Annotations of config.json that change what is done; all others only travel with the state.

/** Begins the name of a property of the container's systemd unit. */
export const SYSTEMD_PROPERTY = "org.systemd.property.";

/** crun's word for leaving the caller's supplementary groups alone. */
export const KEEP_GROUPS = "run.oci.keep_original_groups";

/** A configuration file of CRIU, read as root; empty: none. */
export const CRIU_CONFIG = "org.criu.config";

/** All of them, as the features document lists them: a name that ends in a dot is a beginning. */
export const EFFECTIVE_ANNOTATIONS: readonly string[] = [
  SYSTEMD_PROPERTY,
  KEEP_GROUPS,
  CRIU_CONFIG,
];
