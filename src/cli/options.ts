/** Command lines: named options and files, checked, with one line for people where something is wrong. */
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { CliError } from "./exit.ts";

type Values = Readonly<Record<string, string | boolean | undefined>>;

export interface Options {
  /** What is no option, in order. */
  readonly files: readonly string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  /** Throws if it is given and not a whole number of at least `least`. */
  wholeNumber(name: string, least: number): number | undefined;
  /** Throws if it is given and not a finite number of at least 0. */
  decimal(name: string): number | undefined;
}

export interface OptionNames {
  /** Options with a value. */
  readonly texts: readonly string[];
  readonly flags: readonly string[];
}

/** Throws a `CliError` for an unknown option or a missing value. */
export function parseOptions(args: readonly string[], { texts, flags }: OptionNames): Options {
  const options: ParseArgsOptionsConfig = {};
  for (const name of texts) options[name] = { type: "string" };
  for (const name of flags) options[name] = { type: "boolean" };
  const { values, positionals } = parse(args, options);
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  return {
    files: positionals,
    flag: (name) => values[name] === true,
    text,
    wholeNumber: (name, least) => wholeNumber(name, text(name), least),
    decimal: (name) => decimal(name, text(name)),
  };
}

function parse(args: readonly string[], options: ParseArgsOptionsConfig): { values: Values; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true }) as ReturnType<typeof parse>;
  } catch (error) {
    const [sentence = ""] = (error as Error).message.split(/\.\s/, 1);
    throw new CliError(`${sentence}.`);
  }
}

function wholeNumber(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new CliError(`--${name} must be a whole number of at least ${least}, not "${text}".`);
}

function decimal(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new CliError(`--${name} must be a number of at least 0, not "${text}".`);
}

/** The one file that the command works on. */
export function onlyFile(command: string, { files }: Options): string {
  const [file, another] = files;
  if (file === undefined) throw new CliError(`convlens ${command} needs a model file: NAME.cnn.json.`);
  if (another !== undefined) throw new CliError(`convlens ${command} takes one model file, not also "${another}".`);
  return file;
}
