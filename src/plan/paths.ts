// Paths as text: the planner never looks at the file system. What a path leads to is decided when
// the helper resolves it inside the root.

/** An absolute path without empty, `.` and `..` parts; `..` at the top stays at the top. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** `path` as it is when absolute, else below `base`. */
export function resolveFrom(base: string, path: string): string {
  return cleanPath(path.startsWith("/") ? path : `${base}/${path}`);
}

/** Joins two absolute paths: the second is taken from the first. */
export function joinPaths(base: string, path: string): string {
  return cleanPath(`${base}/${path}`);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
