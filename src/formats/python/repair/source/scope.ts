/** What could stand in place of a wrong expression: a part of it, or a name that the function around it is given. */
import { topLevelArguments } from "./call-text.ts";
import { usesIn } from "./name-uses.ts";
import { textAt, type Written } from "./written.ts";

/** The operands of `(planes + 1) * 2` and theirs, without those that are numbers; of a single one nothing. */
export function operandsOf(text: string): string[] {
  const pieces: string[] = [];
  let [depth, from] = [0, 0];
  for (const { 0: sign, index } of text.matchAll(/[()[\]{}]|\/\/|[-+*/%]+/g)) {
    if ("([{".includes(sign)) depth++;
    else if (")]}".includes(sign)) depth--;
    else if (depth === 0) {
      pieces.push(text.slice(from, index));
      from = index + sign.length;
    }
  }
  if (pieces.length === 0) return [];
  const operands = [...pieces, text.slice(from)].map((piece) => piece.trim().replace(/^\(([^()]*)\)$/, "$1"));
  return operands
    .filter((operand) => operand !== "" && !/^[\d.]+$/.test(operand))
    .flatMap((operand) => [operand, ...operandsOf(operand)]);
}

const NAME = /(?<![\w.])[a-z_]\w*(?![\w(]|\s*=[^=])/gi;

/** Where the innermost `def` around a place begins. */
function functionAround({ file: { text }, range }: Written): number | undefined {
  const line = text.lastIndexOf("\n", range.start - 1) + 1;
  const indent = text.slice(line).search(/\S/);
  const before = [...text.slice(0, line).matchAll(/^([ \t]*)(?:async[ \t]+)?def\b/gm)];
  // What stands farther to the left has ended a function, its signature's last line apart.
  const hasEnded = (start: number, own: string): boolean =>
    new RegExp(`^[ \\t]{0,${own.length}}[^\\s)\\]#]`, "m").test(text.slice(text.indexOf("\n", start) + 1, line));
  return before.findLast(({ 1: own = "", index }) => own.length < indent && !hasEnded(index, own))?.index;
}

/** All of the innermost function around a place; `undefined` at the top level of a file. */
export function functionText(place: Written): Written | undefined {
  const start = functionAround(place);
  if (start === undefined) return undefined;
  const { text } = place.file;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0].length ?? 0;
  const body = text.indexOf("\n", text.indexOf("(", start));
  const next = new RegExp(`^[ \\t]{0,${indent}}[^\\s)\\]#]`, "m").exec(text.slice(body + 1));
  return { file: place.file, range: { start, end: next ? body + 1 + next.index : text.length } };
}

/** The same, or all of the file at its top level. */
export function bodyText(place: Written): Written {
  return functionText(place) ?? { file: place.file, range: { start: 0, end: place.file.text.length } };
}

/** What the names in a text were given, by the last assignment of each before it in the same function. */
export function assignmentsAround(place: Written): Written[] {
  const start = functionAround(place) ?? 0;
  const { file, range } = place;
  const before = file.text.slice(start, range.start);
  const names = new Set(textAt(place).match(NAME) ?? []);
  return [...names].flatMap((name) => {
    // What ends in a comma is an argument or a parameter in a line of its own.
    const last = [
      ...before.matchAll(new RegExp(`^[ \\t]*${name}[ \\t]*=[ \\t]*(?=[^=\\s])(.*[^,\\s])[ \\t]*$`, "gm")),
    ].at(-1);
    if (last === undefined) return [];
    const end = start + last.index + last[0].length;
    return { file, range: { start: end - (last[1] ?? "").length, end } };
  });
}

/** What the names in a text within a function were given outside of it: where one line of the file assigns it. */
export function assignmentsInFile(place: Written): Written[] {
  const { file } = place;
  if (functionAround(place) === undefined) return [];
  const own = new Set(allParametersAround(place));
  const names = new Set(textAt(place).match(NAME) ?? []);
  return [...names].flatMap((name) => {
    const found = own.has(name)
      ? []
      : [...file.text.matchAll(new RegExp(`^${name}[ \\t]*=[ \\t]*(?=[^=\\s])(.*)$`, "gm"))];
    const [only] = found;
    if (found.length !== 1 || only === undefined) return [];
    const end = only.index + only[0].length;
    return { file, range: { start: end - (only[1] ?? "").length, end } };
  });
}

/** The names of that function's parameters that may be sizes: what the file calls is none. */
export function parametersAround(written: Written): string[] {
  const called = usesIn(written.file).called;
  return allParametersAround(written).filter((name) => !called.has(name));
}

/** The names of that function's parameters, without the instance. */
function allParametersAround(written: Written): string[] {
  const start = functionAround(written);
  if (start === undefined) return [];
  const { text } = written.file;
  const list = topLevelArguments(text.slice(text.indexOf("(", start), written.range.start));
  // What is a rate, a switch or a text is no size.
  const sizes = list.filter(
    ({ text: written }) =>
      !/=\s*(?:\d*\.\d*|True|False|None|["'].*)$|^\w+\s*:\s*(?:float|bool|str|Callable)\b/s.test(written),
  );
  const names = sizes.map((parameter) => /^\w+/.exec(parameter.text)?.[0]);
  return names.flatMap((name) => (name === undefined || name === "self" ? [] : name));
}

/** Whether a text of one place means the same at another: both are in one function, or it is a number or an attribute. */
export function meansTheSame(from: Written, to: Written): boolean {
  if (from.file.path !== to.file.path) return false;
  if (/^[\d\s*+/-]+$|^self\./.test(textAt(from))) return true;
  const home = functionAround(from);
  return home === undefined || home === functionAround(to);
}

/** The names and attributes that stand in the function around a place and may be sizes: its parameters, and what else its calls are given. */
export function namesAround(place: Written): string[] {
  const line = place.file.text.lastIndexOf("\n", place.range.start) + 1;
  const end = place.file.text.indexOf("\n", place.range.end);
  const text = place.file.text.slice(line, end === -1 ? undefined : end);
  const attributes = text.match(/\bself\.\w+(?!\w|\s*[(=])/g) ?? [];
  const own = textAt(place);
  const names = [...attributes, ...parametersAround(place), ...constantsAround(place)];
  return [...new Set(names)].filter((name) => name !== own).slice(0, 8);
}

/** What may be a size: names, numbers and calculations with them. */
const SIZE = /^(?!\*|(?:True|False|None|self)$)(?=.*[a-z])[\w.\s*+/()[\]-]+$/i;

const CALLS = /(?<!\bint|\blen|\bround)(?<=[\w\])])\(/;

/** What calls in the same function are given that may be sizes and are no bare numbers, each once. */
export function argumentTextsAround(place: Written): string[] {
  const around = functionText(place);
  if (around === undefined) return [];
  const text = textAt(around);
  const signature = text.indexOf("\n", text.indexOf("("));
  const calls = [...text.slice(signature).matchAll(/[\w\])](?=\()/g)];
  const given = calls.flatMap(({ index }) => topLevelArguments(text.slice(signature + index + 1)));
  const values = given.map((argument) => argument.text.replace(/^\w+\s*=\s*(?!=)/, ""));
  const called = usesIn(place.file).called;
  return [...new Set(values)].filter(
    (value) => SIZE.test(value) && !called.has(value) && value.length < 40 && !CALLS.test(value),
  );
}

/** Attributes by which sizes of the file are multiplied, of what is known at a place: `block.expansion`. */
export function factorsAround(place: Written): string[] {
  const own = new Set(["self", ...allParametersAround(place)]);
  const found = [
    ...place.file.text.matchAll(
      /(?<=\*\s*)([a-z_]\w*)\.[a-z_]\w*(?![\w(])|(?<![\w.])([a-z_]\w*)\.[a-z_]\w*(?=\s*\*)/gi,
    ),
  ];
  // A class of the file is known everywhere.
  const isKnown = (name: string): boolean =>
    own.has(name) || new RegExp(`^class ${name}\\b`, "m").test(place.file.text);
  const known = found.filter(([, after = "", before = ""]) => isKnown(after || before)).map(([text]) => text);
  // What the parts multiply by is asked of their class where they are made.
  const makers = calledParametersAround(place);
  const ofMakers = known.flatMap((text) =>
    text.startsWith("self.") ? makers.map((maker) => text.replace("self", maker)) : [],
  );
  return [...new Set([...known, ...ofMakers])].slice(0, 6);
}

function calledParametersAround(place: Written): string[] {
  const around = functionText(place);
  const text = around ? textAt(around) : "";
  return allParametersAround(place).filter((name) => new RegExp(`(?<![\\w.])${name}\\(`).test(text));
}

/** Names that the top level of the file gives numbers, and of which the function around a place speaks. */
function constantsAround(place: Written): string[] {
  const around = functionText(place);
  if (around === undefined) return [];
  const text = textAt(around);
  const found = [...place.file.text.matchAll(/^([A-Za-z_]\w*)[ \t]*=[ \t]*\d+[ \t]*(?:#.*)?$/gm)];
  return found.flatMap(([, name = ""]) => (new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(text) ? [name] : []));
}

/** The names that were assigned before a place in the same function, the last first. */
export function assignedBefore(place: Written): string[] {
  const { text } = place.file;
  const start = functionAround(place) ?? 0;
  const line = text.lastIndexOf("\n", place.range.start - 1) + 1;
  const names = [...text.slice(start, line).matchAll(/^[ \t]*([a-z_]\w*)[ \t]*=(?!=)/gim)].map(([, name = ""]) => name);
  return [...new Set(names.reverse())];
}

/** The names to which shapes were unpacked before a place in the same function, the last first: `b, n, c = x.shape`. */
export function unpackedBefore(place: Written): string[][] {
  const before = place.file.text.slice(functionAround(place) ?? 0, place.range.start);
  const found = [
    ...before.matchAll(/^[ \t]*((?:[a-z_]\w*[ \t]*,[ \t]*)+[a-z_]\w*)[ \t]*=.*\.(?:shape|size\(\))[ \t]*$/gim),
  ];
  return found.reverse().map(([, names = ""]) => names.split(",").map((name) => name.trim()));
}

/** Names that stand for just this number, in the same function or outside of all. */
export function namesWorth(place: Written, value: number): string[] {
  const { text } = place.file;
  const start = functionAround(place);
  const inside = start === undefined ? "" : text.slice(start, place.range.start);
  const pattern = (lead: string) => new RegExp(`^${lead}([A-Za-z_]\\w*)[ \\t]*=[ \\t]*${value}[ \\t]*(?:#.*)?$`, "gm");
  const found = [...inside.matchAll(pattern("[ \\t]+")), ...text.matchAll(pattern(""))];
  return [...new Set(found.map(([, name = ""]) => name))];
}

/** Where a place writes the name of a parameter, the parameter's default. */
export function defaultOf(place: Written): Written | undefined {
  const start = functionAround(place);
  const name = textAt(place);
  if (start === undefined || !/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const { file } = place;
  const from = file.text.indexOf("(", start);
  const list = topLevelArguments(file.text.slice(from, place.range.start));
  const given = list.find(({ text }) => new RegExp(`^${name}(?:\\s*:[^=]*)?\\s*=`).test(text));
  if (given === undefined) return undefined;
  const lead = /^[^=]*=\s*/.exec(given.text)?.[0].length ?? 0;
  return { file, range: { start: from + given.start + lead, end: from + given.end } };
}

/** How often a name stands in its file. */
export function usesOf(place: Written, name: string): number {
  return [...place.file.text.matchAll(new RegExp(`(?<![\\w.])${name}(?!\\w)`, "g"))].length;
}
