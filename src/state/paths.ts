/** Whether a path is absolute and has no `..`: what a file names may be removed by name. */
export function isNormal(path: string): boolean {
  return path.startsWith("/") && !path.split("/").includes("..") && !path.includes("\0");
}
