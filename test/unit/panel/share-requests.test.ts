import { describe, expect, test } from "vitest";
import { fileNameFor, readSaveRequest, readSharedText } from "../../../src/panel/share-requests.ts";

const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2);

describe("what is to be saved is checked", () => {
  test("a picture passes, as a copy of what may be a view of more", () => {
    const whole = Uint8Array.of(9, ...png);
    const read = readSaveRequest({ kind: "png", name: "maps", bytes: whole.subarray(1) });
    expect(read).toEqual({ kind: "png", name: "maps", bytes: png });
    expect(read.kind === "png" && read.bytes.buffer.byteLength).toBe(png.length);
  });

  test("a table passes", () => {
    expect(readSaveRequest({ kind: "csv", name: "loss", text: "a,b" })).toEqual({
      kind: "csv",
      name: "loss",
      text: "a,b",
    });
  });

  test.each([
    ["a picture that is no PNG", { kind: "png", name: "a", bytes: Uint8Array.of(0x4d, 0x5a) }],
    ["a picture as text", { kind: "png", name: "a", bytes: "PNG" }],
    ["a kind that is none", { kind: "exe", name: "a", text: "MZ" }],
    ["a table without text", { kind: "csv", name: "a" }],
    ["a nameless one", { kind: "md", text: "" }],
    ["nothing", undefined],
  ])("%s does not", (_, value) => {
    expect(() => readSaveRequest(value)).toThrow();
  });

  test("only text goes to the clipboard as text", () => {
    expect(readSharedText("| a |")).toBe("| a |");
    expect(() => readSharedText({ toString: "x" })).toThrow();
  });
});

describe("the proposed name of a file", () => {
  test.each([
    ["lenet conv1 feature maps", "lenet conv1 feature maps.png"],
    ["../../etc/passwd", "-..-etc-passwd.png"],
    ["block/1:conv\u0000\n2", "block-1-conv-2.png"],
    [" . ", "convlens.png"],
    ["x".repeat(300), `${"x".repeat(100)}.png`],
  ])("%j is made %j", (name, expected) => {
    expect(fileNameFor({ kind: "png", name, bytes: png })).toBe(expected);
  });
});
