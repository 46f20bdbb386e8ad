// Exits 0 when node_modules holds what package-lock.json names (as npm noted it at install time),
// 1 when `npm ci` is due. Works for trees that `npm install` made as well.
import { readFileSync } from "node:fs";

const read = (path) => JSON.parse(readFileSync(path, "utf8")).packages;

/** Packages for other systems are absent; so are those for the other C library, which cost nothing. */
function belongsHere(entry) {
  const fits = (list, value) => list === undefined || list.includes(value);
  return (
    fits(entry.os, process.platform) &&
    fits(entry.cpu, process.arch) &&
    !(entry.optional === true && entry.libc !== undefined)
  );
}

function stale() {
  const wanted = read("package-lock.json");
  const installed = read("node_modules/.package-lock.json");
  return Object.entries(wanted).some(
    ([path, entry]) =>
      path !== "" && belongsHere(entry) && installed[path]?.integrity !== entry.integrity,
  );
}

try {
  process.exitCode = stale() ? 1 : 0;
} catch {
  process.exitCode = 1;
}
