import { expect, test } from "vitest";
import { ROOT } from "../../../scripts/root.ts";
import { workbenchUrl } from "../../../scripts/vscode-server.ts";

test("the workbench's address carries the folder, the token and what to develop, open and test", () => {
  const place = { folder: "/tmp/a b", file: "/tmp/a b/c.cnn.json", tests: "/tmp/t.cjs", token: "secret" };
  const url = new URL(workbenchUrl("http://127.0.0.1:1234", place));
  expect(url.origin).toBe("http://127.0.0.1:1234");
  expect(url.searchParams.get("tkn")).toBe("secret");
  expect(url.searchParams.get("folder")).toBe("/tmp/a b");
  expect(JSON.parse(url.searchParams.get("payload") ?? "")).toEqual([
    ["extensionDevelopmentPath", `vscode-remote://127.0.0.1:1234${encodeURI(ROOT)}`],
    ["openFile", "vscode-remote://127.0.0.1:1234/tmp/a%20b/c.cnn.json"],
    ["extensionTestsPath", "vscode-remote://127.0.0.1:1234/tmp/t.cjs"],
  ]);
});
