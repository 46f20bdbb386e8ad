import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findCached, storeCached } from "../native/cache.ts";
import { needs, withoutRoot } from "../testing/needs.ts";
import { cacheKey, compileProfile } from "./seccomp.ts";

const place = fs.mkdtempSync(join(tmpdir(), "tsrun-cache-"));
process.on("exit", () => {
  fs.rmSync(place, { recursive: true, force: true });
});

function profile(errnoRet: number): string {
  return JSON.stringify({
    defaultAction: "SCMP_ACT_ALLOW",
    syscalls: [{ names: ["mkdir", "mkdirat"], action: "SCMP_ACT_ERRNO", errnoRet }],
  });
}

let count = 0;
function fresh(): string {
  return join(place, `cache-${count++}`);
}

/** The one file of a cache. */
function fileOf(cache: string): string {
  const [name = ""] = fs.readdirSync(cache);
  return join(cache, name);
}

const FAKE = Uint8Array.of(6, 0, 0, 0, 0, 0, 255, 127);

test("a profile is compiled once: later its bytes come from the cache", () => {
  const cache = fresh();
  const compiled = compileProfile(profile(1), cache);
  assert.ok(compiled.length > 8 && compiled.length % 8 === 0);
  assert.equal(fs.statSync(cache).mode & 0o777, 0o700);
  assert.equal(fs.statSync(fileOf(cache)).mode & 0o777, 0o600);
  assert.equal(compileProfile(profile(1), cache), compiled);
  storeCached(cache, cacheKey(profile(1)), FAKE);
  assert.equal(compileProfile(profile(1), cache), Buffer.from(FAKE), "what was stored is used");
});

test("profiles that differ only in an errno do not share a filter", () => {
  const cache = fresh();
  const one = compileProfile(profile(1), cache);
  const two = compileProfile(profile(2), cache);
  assert.not.equal(one, two);
  // Whatever slot it lies in: another profile's file is not used.
  const only = fresh();
  compileProfile(profile(1), only);
  fs.copyFileSync(fileOf(only), fileOf(cache));
  const other = fresh();
  fs.mkdirSync(other, { mode: 0o700 });
  storeCached(other, cacheKey(profile(2)), FAKE);
  const slot = fileOf(other);
  fs.copyFileSync(fileOf(only), slot);
  assert.is(findCached(other, cacheKey(profile(2))), null);
  assert.equal(compileProfile(profile(2), other), two);
});

test("a file that is cut, changed, too open, a link or a FIFO changes nothing", () => {
  const cache = fresh();
  const right = compileProfile(profile(1), cache);
  const file = fileOf(cache);
  const good = fs.readFileSync(file);
  const spoils: readonly (() => void)[] = [
    ...[0, 1, 23, 24, 40, good.length - 8, good.length - 1].map(
      (length) => () => fs.writeFileSync(file, good.subarray(0, length)),
    ),
    ...Array.from({ length: good.length }, (_, at) => () => {
      const bytes = Buffer.from(good);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
      fs.writeFileSync(file, bytes);
    }),
    () => fs.writeFileSync(file, Buffer.concat([good, good])),
    () => fs.truncateSync(file, 1 << 30),
    () => fs.chmodSync(file, 0o644),
    () => {
      fs.renameSync(file, `${place}/elsewhere`);
      fs.symlinkSync(`${place}/elsewhere`, file);
    },
    () => {
      fs.rmSync(file);
      fs.mkdirSync(file);
    },
  ];
  for (const [index, spoil] of spoils.entries()) {
    spoil();
    assert.equal(compileProfile(profile(1), cache), right, `spoil ${index}`);
    fs.rmSync(file, { recursive: true, force: true });
    fs.writeFileSync(file, good, { mode: 0o600 });
  }
});

test("a directory that others may write to is not used", () => {
  const cache = fresh();
  const right = compileProfile(profile(1), cache);
  storeCached(cache, cacheKey(profile(1)), FAKE);
  fs.chmodSync(cache, 0o777);
  assert.equal(compileProfile(profile(1), cache), right);
  fs.chmodSync(cache, 0o700);
  const link = fresh();
  fs.symlinkSync(cache, link);
  assert.equal(compileProfile(profile(1), link), right);
  assert.equal(compileProfile(profile(1), "/proc/no/such/place"), right);
});

needs(test, withoutRoot())("nor one that belongs to somebody else", () => {
  const cache = fresh();
  const right = compileProfile(profile(1), cache);
  storeCached(cache, cacheKey(profile(1)), FAKE);
  fs.chownSync(cache, 65534, 65534);
  assert.equal(compileProfile(profile(1), cache), right);
  fs.chownSync(cache, 0, 0);
  fs.chownSync(fileOf(cache), 65534, 65534);
  assert.equal(compileProfile(profile(1), cache), right);
});

test.run();
