// Writes what ships and under which terms: DIR/sbom.json (CycloneDX 1.5) and DIR/NOTICES.
// The same tree gives the same bytes: no date, no serial number.
//
//   node scripts/supply/sbom.mjs DIR
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parts } from "./parts.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

function hashes(integrity) {
  const [kind, value] = integrity?.split("-") ?? [];
  if (kind !== "sha512") return {};
  return { hashes: [{ alg: "SHA-512", content: Buffer.from(value, "base64").toString("hex") }] };
}

const purl = ({ name, version }) =>
  name === "musl"
    ? `pkg:deb/debian/musl-dev@${version}`
    : `pkg:npm/${name.replace("@", "%40")}@${version}`;

const license = (words) =>
  words.includes(" ") ? { expression: words } : { license: { id: words } };

/** The bill of materials of the given parts. */
export function sbom(list, product) {
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": product.name,
        name: "tsrun",
        version: product.version,
        licenses: [license(product.license)],
      },
    },
    components: list.map((part) => ({
      type: "library",
      "bom-ref": purl(part),
      name: part.name,
      version: part.version,
      purl: purl(part),
      ...hashes(part.integrity),
      licenses: [license(part.license)],
    })),
    dependencies: [{ ref: product.name, dependsOn: list.map(purl) }],
  };
}

/** The terms of all parts, one below the other. */
export function notices(list) {
  const line = "-".repeat(78);
  const texts = list.map(
    ({ name, version, license: words, terms }) =>
      `${line}\n${name} ${version} (${words})\n${line}\n\n${terms ?? "The package holds no text of its own; see the licence named above.\n"}`,
  );
  return `What is in an installed tsrun besides its own code, and under which terms.\n\n${texts.join("\n")}`;
}

const [dir] = process.argv.slice(2);
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (dir === undefined) throw new TypeError("usage: sbom.mjs DIR");
  const product = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const list = parts(root);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "sbom.json"), `${JSON.stringify(sbom(list, product), null, 2)}\n`);
  writeFileSync(join(dir, "NOTICES"), notices(list));
}
