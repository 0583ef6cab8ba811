import { expect, test } from "vitest";
import { modulePaths } from "../../../../src/formats/python/module-paths.ts";

test("an absolute import looks beside the file first, then in the roots", () => {
  expect(modulePaths("blocks.res", "/w/models/net.py", 0, ["/w", "/w/src"])).toEqual([
    "/w/models/blocks/res.py",
    "/w/models/blocks/res/__init__.py",
    "/w/blocks/res.py",
    "/w/blocks/res/__init__.py",
    "/w/src/blocks/res.py",
    "/w/src/blocks/res/__init__.py",
  ]);
});

test("each dot behind the first one goes a folder up", () => {
  expect(modulePaths("utils", "/w/a/b/net.py", 1, ["/w"])).toEqual(["/w/a/b/utils.py", "/w/a/b/utils/__init__.py"]);
  expect(modulePaths("", "/w/a/b/net.py", 2, [])).toEqual(["/w/a/__init__.py"]);
  expect(modulePaths("x", "net.py", 3, [])).toEqual([]);
});
