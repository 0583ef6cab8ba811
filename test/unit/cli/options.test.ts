import { describe, expect, test } from "vitest";
import { CliError } from "../../../src/cli/exit.ts";
import { onlyFile, parseOptions } from "../../../src/cli/options.ts";

const names = { texts: ["epochs", "rate"], flags: ["json"] };

test("options and files may stand in any order", () => {
  const options = parseOptions(["--epochs", "3", "a.cnn.json", "--json", "--rate=0.5"], names);
  expect(options.files).toEqual(["a.cnn.json"]);
  expect(options.flag("json")).toBe(true);
  expect(options.wholeNumber("epochs", 1)).toBe(3);
  expect(options.decimal("rate")).toBe(0.5);
});

test("an option that is not given is undefined, a flag false", () => {
  const options = parseOptions([], names);
  expect([options.text("epochs"), options.wholeNumber("epochs", 1), options.decimal("rate")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(options.flag("json")).toBe(false);
});

describe("one line says what is wrong with", () => {
  const cases: [claim: string, args: string[], message: string][] = [
    ["an unknown option", ["--epoch", "3"], "Unknown option '--epoch'."],
    ["a missing value", ["--epochs"], "Option '--epochs <value>' argument missing."],
    ["a value that looks like an option", ["--epochs", "-1"], "Option '--epochs' argument is ambiguous."],
    ["a flag with a value", ["--json=yes"], "Option '--json' does not take an argument."],
  ];

  test.each(cases)("%s", (_claim, args, message) => {
    expect(() => parseOptions(args, names)).toThrow(CliError);
    expect(() => parseOptions(args, names)).toThrow(new CliError(message));
  });

  test.each(["0", "-1", "1.5", "1e3", "", "x", "99999999999999999999"])("%j epochs", (text) => {
    const options = parseOptions([`--epochs=${text}`], names);
    expect(() => options.wholeNumber("epochs", 1)).toThrow(
      `--epochs must be a whole number of at least 1, not "${text}".`,
    );
  });

  test.each(["-0.1", "NaN", "Infinity", "", " ", "x"])("a rate of %j", (text) => {
    const options = parseOptions([`--rate=${text}`], names);
    expect(() => options.decimal("rate")).toThrow(`--rate must be a number of at least 0, not "${text}".`);
  });

  test("no file, and two", () => {
    expect(() => onlyFile("train", parseOptions([], names))).toThrow("convlens train needs a model file");
    expect(() => onlyFile("train", parseOptions(["a", "b"], names))).toThrow('takes one model file, not also "b"');
  });
});
