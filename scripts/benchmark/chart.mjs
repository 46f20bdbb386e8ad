// docs/bench.svg, drawn from the figures of docs/bench.json.
//   node scripts/benchmark/chart.mjs FIGURES.json > CHART.svg
import { readFileSync } from "node:fs";
import { OPERATIONS } from "./targets.mjs";

const COLOURS = { tsrun: "#2f6f4f", crun: "#b9a03a", runc: "#5577aa", youki: "#aa5577" };
const LEFT = 210;
const RIGHT = 640;
const BAR = 9;
const TOP = 46;

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/** Bars of medians, whiskers from quartile to quartile, on a logarithmic scale. */
export function chart({ operations, versions, rounds }) {
  const names = Object.keys(versions);
  const shown = OPERATIONS.filter(({ name }) => operations[name] !== undefined);
  const values = shown.flatMap(({ name }) =>
    names.flatMap((runtime) => operations[name][runtime]?.wall.median ?? []),
  );
  const low = Math.log10(Math.min(...values) / 1.5);
  const high = Math.log10(Math.max(...values) * 1.2);
  const x = (value) => LEFT + ((Math.log10(value) - low) / (high - low)) * (RIGHT - LEFT);
  const height = TOP + shown.length * (names.length * BAR + 10) + 20;
  const parts = [];
  for (let power = Math.ceil(low); power <= high; power++) {
    const at = x(10 ** power).toFixed(1);
    parts.push(`<path d="M${at} ${TOP - 6}V${height - 16}" stroke="#ddd"/>`);
    parts.push(`<text x="${at}" y="${height - 4}" text-anchor="middle">${10 ** power} ms</text>`);
  }
  names.forEach((name, i) => {
    parts.push(`<rect x="${LEFT + i * 130}" y="24" width="9" height="9" fill="${COLOURS[name]}"/>`);
    parts.push(`<text x="${LEFT + i * 130 + 13}" y="32">${escaped(versions[name])}</text>`);
  });
  let y = TOP;
  for (const { name, title } of shown) {
    const middle = y + (names.length * BAR) / 2 + 3;
    parts.push(`<text x="${LEFT - 6}" y="${middle}" text-anchor="end">${escaped(title)}</text>`);
    for (const runtime of names) {
      const wall = operations[name][runtime]?.wall;
      if (wall !== undefined) {
        const [a, b, c] = [wall.low, wall.median, wall.high].map((value) => x(value).toFixed(1));
        const width = (Number(b) - LEFT).toFixed(1);
        parts.push(
          `<rect x="${LEFT}" y="${y}" width="${width}" height="${BAR - 2}" fill="${COLOURS[runtime]}"/>`,
          `<path d="M${a} ${y + 3.5}H${c}" stroke="#222"/>`,
          `<text x="${Number(c) + 3}" y="${y + 7}">${wall.median.toFixed(2)}</text>`,
        );
      }
      y += BAR;
    }
    y += 10;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${RIGHT + 60}" height="${height}" font-family="sans-serif" font-size="9">
<rect width="100%" height="100%" fill="#fff"/>
<text x="6" y="14" font-size="11">Wall time of a verb, median of ${rounds} interleaved rounds, quartiles; logarithmic</text>
${parts.join("\n")}
</svg>
`;
}

if (import.meta.filename === process.argv[1]) {
  process.stdout.write(chart(JSON.parse(readFileSync(process.argv[2], "utf8"))));
}
