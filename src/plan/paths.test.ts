import { suite } from "uvu";
import * as assert from "uvu/assert";
import { baseName, cleanPath, joinPaths, resolveFrom } from "./paths.ts";

const test = suite("paths");

test("a clean path is absolute and has no empty, . or .. parts", () => {
  assert.is(cleanPath("/a//b/./c/"), "/a/b/c");
  assert.is(cleanPath("a/b"), "/a/b");
  assert.is(cleanPath("/"), "/");
  assert.is(cleanPath(""), "/");
});

test("[MT-5] .. does not lead above the top", () => {
  assert.is(cleanPath("/../../etc"), "/etc");
  assert.is(cleanPath("/a/../../b"), "/b");
});

test("a relative path is resolved from its base, an absolute one is not", () => {
  assert.is(resolveFrom("/bundle", "rootfs"), "/bundle/rootfs");
  assert.is(resolveFrom("/bundle", "/x"), "/x");
  assert.is(resolveFrom("/bundle", "../x"), "/x");
});

test("paths join at one slash", () => {
  assert.is(joinPaths("/", "/a"), "/a");
  assert.is(joinPaths("/a/", "b"), "/a/b");
  assert.is(baseName("/a/b"), "b");
});

test.run();
