// What is measured, and how many times what the peers need it may take.

/** Verbs in the order of the table: name, title, most times crun's, most times runc's. */
export const OPERATIONS = [
  { name: "state", title: "state", crun: 0.15, runc: 0.12 },
  { name: "kill", title: "kill", crun: 0.15, runc: 0.12 },
  { name: "start", title: "start", crun: 0.25, runc: 0.2 },
  { name: "delete", title: "delete (stopped)", crun: 0.3, runc: 0.25 },
  { name: "delete-running", title: "delete --force (running)", crun: 0.3, runc: 0.05 },
  { name: "delete-unknown", title: "delete --force (unknown id)", crun: 0.1, runc: 0.1 },
  { name: "create", title: "create", crun: 1.9, runc: 0.5 },
  { name: "run", title: "run /bin/true", crun: 1.8, runc: 0.55 },
  { name: "run-seccomp", title: "run, an engine's filter, again", crun: 0.45, runc: 0.28 },
  { name: "exec", title: "exec /bin/true", crun: 1.6, runc: 0.6 },
  { name: "cycle", title: "create + start + delete --force", crun: 1.0, runc: 0.5 },
];

/** Sizes in kB. */
export const SIZES = [
  { name: "init-rss", title: "RSS of the init that waits", crun: 0.25, runc: 0.06 },
  { name: "init-charged", title: "charged to its memory cgroup" },
  { name: "attend-rss", title: "RSS held beside a foreground run", most: 1024 },
];
