/** `--entry NAME` and `--args JSON`: which class or function of a Python file, and what it is called with. */
import type { EntryOptions } from "../formats/python/candidates.ts";
import { type Arguments, noArguments } from "../python/arguments.ts";
import { valueFromJson } from "../python/json-value.ts";
import { CliError } from "./exit.ts";
import type { Options } from "./options.ts";

/** `undefined` without both options. */
export function entryOption(options: Options): EntryOptions | undefined {
  const [name, args] = [options.text("entry"), options.text("args")];
  if (name === undefined && args === undefined) return undefined;
  return { name, args: args === undefined ? noArguments : argumentsFrom(args) };
}

/** A list is positional, an object by name. */
function argumentsFrom(text: string): Arguments {
  const json = parse(text);
  const argument = (value: unknown) => ({ value: valueFromJson(value), written: undefined });
  if (Array.isArray(json)) return { ...noArguments, positional: json.map(argument) };
  if (typeof json === "object" && json !== null) {
    return { ...noArguments, named: new Map(Object.entries(json).map(([name, value]) => [name, argument(value)])) };
  }
  throw wrongArguments(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrongArguments(text);
  }
}

function wrongArguments(text: string): CliError {
  return new CliError(`--args must be a JSON list or object, such as [10] or {"classes": 10}, not "${text}".`);
}
