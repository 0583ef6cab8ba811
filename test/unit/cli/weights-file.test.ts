import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkSavable, readTensorFile, saveTensors, saveTrained } from "../../../src/cli/weights-file.ts";
import type { Tensor } from "../../../src/tensor/named-tensor.ts";
import { temporaryFile, temporaryFolder } from "./convlens.ts";

const tensors = new Map<string, Tensor>([["a.kernel", { shape: [2], data: Float32Array.of(1, 2) }]]);

test("what was saved is read", () => {
  const path = join(temporaryFolder(), "w.safetensors");
  saveTensors(path, tensors);
  expect([...readTensorFile(path)]).toEqual([...tensors]);
});

describe("saving", () => {
  test("replaces a file whole and leaves nothing beside it", () => {
    const path = temporaryFile("w.safetensors", "x".repeat(10_000));
    saveTensors(path, tensors);
    expect(readTensorFile(path).size).toBe(1);
    expect(readdirSync(dirname(path))).toEqual(["w.safetensors"]);
  });

  test("through a link changes the file behind it", () => {
    const path = temporaryFile("w.safetensors", "old");
    const link = join(dirname(path), "link.safetensors");
    symlinkSync(path, link);
    saveTensors(link, tensors);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readTensorFile(path).size).toBe(1);
  });

  test("to a device writes into it", () => {
    saveTensors("/dev/null", tensors);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  test("that fails leaves nothing behind", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "w.safetensors"));
    expect(() => saveTensors(join(folder, "w.safetensors"), tensors)).toThrow("Cannot save to");
    expect(readdirSync(folder)).toEqual(["w.safetensors"]);
  });

  test("that fails after a training puts the weights elsewhere and says where", () => {
    const gone = join(temporaryFolder(), "gone", "w.safetensors");
    let message = "";
    try {
      saveTrained(gone, tensors);
    } catch (error) {
      message = (error as Error).message;
    }
    const rescued = /The weights are in (.*)\.$/.exec(message)?.[1];
    expect(message).toContain(`Cannot save to ${gone}: no such file or directory.`);
    expect(readTensorFile(String(rescued)).size).toBe(1);
  });

  test("is refused beforehand where it cannot work", () => {
    const folder = temporaryFolder();
    expect(() => checkSavable(join(folder, "gone", "w"))).toThrow("no such file or directory");
    expect(() => checkSavable(folder)).toThrow("it is a folder");
    expect(() => checkSavable(join(folder, "w"))).not.toThrow();
  });
});

test("a damaged file is named with what is wrong", () => {
  const path = temporaryFile("w.safetensors", "x");
  expect(() => readTensorFile(path)).toThrow(`Cannot read ${path}: The file: expected a header's length in 8 bytes`);
  writeFileSync(path, readFileSync(new URL("../../golden/training/article-job.init.safetensors", import.meta.url)));
  expect(readTensorFile(path).size).toBe(6);
  expect(() => readTensorFile(`${path}.gone`)).toThrow("no such file or directory.");
});
