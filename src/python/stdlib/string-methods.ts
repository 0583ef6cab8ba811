/** Methods of texts. */

import { List, Tuple, Unknown, type Value } from "../value.ts";
import { formatTemplate } from "./formatting.ts";
import { type Given, type Method, methodsOn } from "./methods.ts";

const isText = (value: Value): value is string => typeof value === "string";
const UNKNOWN = "the text is not known";

/** A method of a text that needs one other text. */
function withText(use: (text: string, other: string, given: Given) => Value): Method<string> {
  return (text, given) => {
    const other = given.at(0);
    if (other instanceof Tuple) return anyOf(other, (one) => use(text, one, given));
    return typeof other === "string" ? use(text, other, given) : new Unknown(UNKNOWN);
  };
}

/** `startswith` and `endswith` take several. */
function anyOf({ items }: Tuple, use: (text: string) => Value): Value {
  const answers = items.map((item) => (typeof item === "string" ? use(item) : new Unknown(UNKNOWN)));
  return answers.includes(true) ? true : (answers.find((answer) => answer instanceof Unknown) ?? false);
}

function split(text: string, { at }: Given): Value {
  const [separator, most] = [at(0, "sep") ?? null, at(1, "maxsplit") ?? -1];
  if (typeof most !== "number" || (separator !== null && typeof separator !== "string") || separator === "")
    return new Unknown(UNKNOWN);
  if (separator === null) return new List(splitBlank(text, most));
  const parts = text.split(separator);
  if (most < 0 || parts.length <= most + 1) return new List(parts);
  return new List([...parts.slice(0, most), parts.slice(most).join(separator)]);
}

function splitBlank(text: string, most: number): string[] {
  const words = text.trim() === "" ? [] : text.trim().split(/\s+/);
  if (most < 0 || words.length <= most + 1) return words;
  let rest = text.trimStart();
  for (let index = 0; index < most; index++) rest = rest.slice((words[index] as string).length).trimStart();
  return [...words.slice(0, most), rest];
}

function splitRight(text: string, given: Given): Value {
  const [separator, most] = [given.at(0, "sep"), given.at(1, "maxsplit") ?? -1];
  if (typeof separator !== "string" || typeof most !== "number" || separator === "") return split(text, given);
  const parts = text.split(separator);
  if (most < 0 || parts.length <= most + 1) return new List(parts);
  return new List([parts.slice(0, parts.length - most).join(separator), ...parts.slice(parts.length - most)]);
}

function join(text: string, { run, at, site }: Given): Value {
  const parts = run.iterate(at(0) ?? null, site);
  if (parts === undefined || !parts.every((part) => typeof part === "string")) return new Unknown(UNKNOWN);
  const joined = parts.join(text);
  return joined.length > 100_000 ? new Unknown("the text is too long to follow") : joined;
}

function replace(text: string, { at }: Given): Value {
  const [from, to, count] = [at(0), at(1), at(2)];
  if (typeof from !== "string" || typeof to !== "string") return new Unknown(UNKNOWN);
  if (count === undefined)
    return text.length * (to.length + 1) > 1_000_000 ? new Unknown(UNKNOWN) : text.replaceAll(from, () => to);
  return count === 1 ? text.replace(from, () => to) : new Unknown(UNKNOWN);
}

function strip(side: "both" | "left" | "right"): Method<string> {
  return (text, { at }) => {
    const characters = at(0) ?? null;
    if (characters !== null && typeof characters !== "string") return new Unknown(UNKNOWN);
    const drop = (character: string | undefined): boolean =>
      character !== undefined && (characters === null ? /\s/.test(character) : characters.includes(character));
    let [start, end] = [0, text.length];
    if (side !== "right") while (start < end && drop(text[start])) start++;
    if (side !== "left") while (end > start && drop(text[end - 1])) end--;
    return text.slice(start, end);
  };
}

function aligned(place: (missing: string, text: string) => string): Method<string> {
  return (text, { at }) => {
    const [width, fill] = [at(0), at(1) ?? " "];
    if (typeof width !== "number" || typeof fill !== "string" || width > 10_000) return new Unknown(UNKNOWN);
    return place(fill.repeat(Math.max(0, width - text.length)), text);
  };
}

/** What cannot be halved goes to the left where the width is odd. */
function center(text: string, { at }: Given): Value {
  const [width, fill] = [at(0), at(1) ?? " "];
  if (typeof width !== "number" || typeof fill !== "string" || width > 10_000) return new Unknown(UNKNOWN);
  const missing = Math.max(0, width - text.length);
  const left = (missing >> 1) + (missing & width & 1);
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

function partition(from: (text: string, separator: string) => number): Method<string> {
  return withText((text, separator) => {
    const at = from(text, separator);
    if (at === -1) return new Tuple([text, "", ""]);
    return new Tuple([text.slice(0, at), separator, text.slice(at + separator.length)]);
  });
}

function tests(pattern: RegExp): Method<string> {
  return (text) => pattern.test(text);
}

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();

/** A method that goes through the whole text takes as many steps more. */
function charged(methods: Readonly<Record<string, Method<string>>>): Readonly<Record<string, Method<string>>> {
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      (text, given) => {
        given.run.spend(text.length >> 4);
        const result = method(text, given);
        if (typeof result === "string") given.run.spend(result.length >> 4);
        return result;
      },
    ]),
  );
}

const methods: Readonly<Record<string, Method<string>>> = {
  format: (text, { run, args }) => {
    const named = new Map([...args.named].map(([name, { value }]) => [name, value]));
    const values = args.positional.slice(1).map(({ value }) => value);
    return formatTemplate(run, text, values, named) ?? new Unknown("a part of the text is not known");
  },
  split,
  rsplit: splitRight,
  splitlines: (text) =>
    new List(text.split(/\r\n|\r|\n/).filter((line, index, all) => line !== "" || index < all.length - 1)),
  join,
  replace,
  strip: strip("both"),
  lstrip: strip("left"),
  rstrip: strip("right"),
  lower: (text) => text.toLowerCase(),
  casefold: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  capitalize: capitalized,
  title: (text) => text.replaceAll(/[A-Za-z]+/g, capitalized),
  startswith: withText((text, other) => text.startsWith(other)),
  endswith: withText((text, other) => text.endsWith(other)),
  removeprefix: withText((text, other) => (text.startsWith(other) ? text.slice(other.length) : text)),
  removesuffix: withText((text, other) => (other !== "" && text.endsWith(other) ? text.slice(0, -other.length) : text)),
  find: withText((text, other) => text.indexOf(other)),
  rfind: withText((text, other) => text.lastIndexOf(other)),
  index: withText((text, other, { run, site }) =>
    text.includes(other) ? text.indexOf(other) : run.raise("ValueError", "substring not found", site),
  ),
  count: withText((text, other) => (other === "" ? text.length + 1 : text.split(other).length - 1)),
  partition: partition((text, separator) => text.indexOf(separator)),
  rpartition: partition((text, separator) => text.lastIndexOf(separator)),
  ljust: aligned((missing, text) => text + missing),
  rjust: aligned((missing, text) => missing + text),
  center,
  zfill: (text, { at }) => {
    const width = at(0);
    return typeof width === "number" && width <= 10_000 ? text.padStart(width, "0") : new Unknown(UNKNOWN);
  },
  isdigit: tests(/^\d+$/),
  isnumeric: tests(/^\d+$/),
  isdecimal: tests(/^\d+$/),
  isalpha: tests(/^\p{L}+$/u),
  isalnum: tests(/^[\p{L}\p{N}]+$/u),
  isidentifier: tests(/^[\p{L}_][\p{L}\p{N}_]*$/u),
  isspace: tests(/^\s+$/),
  isupper: (text) => text !== text.toLowerCase() && text === text.toUpperCase(),
  islower: (text) => text !== text.toUpperCase() && text === text.toLowerCase(),
};

export const stringMethods = methodsOn(isText, charged(methods));
