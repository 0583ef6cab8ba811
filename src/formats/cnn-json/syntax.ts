/**
 * JSON with comments and trailing commas into a tree, as far as it can be understood. Codes `json/...` are mistakes of
 * JSON itself, which editors with JSON support report on their own.
 */
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Range } from "../../graph/graph.ts";
import { insertAt } from "./edits.ts";
import { shorten } from "./json-node.ts";
import type { Reading } from "./reading.ts";

/** More syntax errors than this help nobody. */
const MOST_ERRORS = 100;

/** The root, or `undefined` if there is no value at all. A text of nothing but comments has no mistake of JSON. */
export function parseJson(reading: Reading): Node | undefined {
  const errors: ParseError[] = [];
  // A byte order mark is no JSON; a space in its place keeps every offset.
  const root = parseTree(reading.text.replace(/^\uFEFF/, " "), errors, { allowTrailingComma: true });
  const isEmpty = root === undefined && errors[0]?.offset === reading.text.length;
  if (isEmpty) return undefined;
  for (const error of withoutEchoes(reading.text, errors.slice(0, MOST_ERRORS))) report(reading, error);
  reportUnclosed(reading, errors.filter(isUnclosed));
  return root;
}

interface SyntaxError {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** The errors without those that only follow from the one before: the parser stumbles twice over one word. */
function withoutEchoes(text: string, errors: readonly ParseError[]): SyntaxError[] {
  const own: SyntaxError[] = [];
  let before = "";
  let end = -1;
  for (const error of errors) {
    if (isUnclosed(error)) continue;
    const kind = printParseErrorCode(error.error);
    const touches = end >= 0 && text.slice(end, error.offset).trim() === "";
    const skipped = kind === "ValueExpected" && before === "PropertyNameExpected";
    before = kind;
    if (touches || skipped || (kind === "PropertyNameExpected" && isSameLine(text, end, error.offset))) continue;
    // The parser counts one more for a comment that opens at the very end.
    end = Math.min(error.offset + error.length, text.length);
    own.push({ kind, start: Math.min(error.offset, end), end });
  }
  return own;
}

/** What follows a broken key on its line is taken for keys, too. */
function isSameLine(text: string, from: number, to: number): boolean {
  return from >= 0 && !text.slice(from, to).includes("\n");
}

const sentences: Readonly<Record<string, string>> = {
  PropertyNameExpected: "A key in double quotes is expected here.",
  ValueExpected: "A value is missing here.",
  ColonExpected: "A colon is missing before this.",
  CommaExpected: "A comma is missing before this.",
  EndOfFileExpected: "The model is complete before this. Remove the rest.",
  UnexpectedEndOfComment: "This comment is not closed. End it with */.",
  UnexpectedEndOfString: "This text is not closed. End it with a double quote on the same line.",
  UnexpectedEndOfNumber: "This number ends too early.",
  InvalidUnicode: "\\u must be followed by four hexadecimal digits.",
  InvalidEscapeCharacter: 'After a backslash only ", \\, /, b, f, n, r, t and u are allowed.',
  InvalidCharacter: "Text may not contain control characters. Write a tab as \\t.",
};

function report(reading: Reading, { kind, start, end }: SyntaxError): void {
  const code = `json/${kind.replace(/\B[A-Z]/g, "-$&").toLowerCase()}`;
  const range = { start, end };
  if (kind === "InvalidSymbol") {
    reportSymbol(reading, code, range);
    return;
  }
  const comma = { title: "Add the comma", edits: [insertAt(endOfPrevious(reading.text, start), ",")] };
  const message = sentences[kind] ?? "This is not JSON.";
  reading.error(code, range, message, kind === "CommaExpected" ? [comma] : []);
}

/** How Python writes what JSON writes otherwise. */
const pythonWords: Readonly<Record<string, string>> = { True: "true", False: "false", None: "null" };

/** A word that is none of JSON's: a number in another spelling, or text without its quotes. */
function reportSymbol(reading: Reading, code: string, range: Range): void {
  const word = reading.text.slice(range.start, range.end);
  const bare = /^'?([A-Za-z_$][\w$]{0,63})'?$/.exec(word)?.[1];
  const number = /^[+.\d]/.test(word) && Number.isFinite(Number(word)) ? String(Number(word)) : undefined;
  const quoted = bare === undefined ? undefined : (pythonWords[bare] ?? JSON.stringify(bare));
  if (bare !== undefined) reading.noteUnquoted(bare, range.start);
  const instead = number ?? quoted;
  const rule = number === undefined ? "text stands in double quotes" : "a number begins with a digit or a minus";
  const fixes = instead === undefined ? [] : [{ title: `Write ${instead}`, edits: [{ range, text: instead }] }];
  reading.error(code, range, `${shorten(word)} is not JSON: ${rule}.`, fixes);
}

/** Where the value before ends; the place itself if a comment stands between. */
function endOfPrevious(text: string, offset: number): number {
  const end = text.slice(0, offset).trimEnd().length;
  const line = text.slice(text.lastIndexOf("\n", end - 1) + 1, end);
  return /\/\/|\*\/$/.test(line) ? offset : end;
}

function isUnclosed({ error }: ParseError): boolean {
  return printParseErrorCode(error).startsWith("Close");
}

/** Open brackets are one mistake, at the end of the text. */
function reportUnclosed(reading: Reading, errors: readonly ParseError[]): void {
  if (errors.length === 0) return;
  const missing = errors.map(({ error }) => (printParseErrorCode(error) === "CloseBraceExpected" ? "}" : "]")).join("");
  const end = reading.text.trimEnd().length;
  const fix = { title: `Add ${missing}`, edits: [insertAt(end, missing)] };
  const message = `The file ends before everything is closed: ${missing} is missing.`;
  reading.error("json/unclosed", { start: Math.max(0, end - 1), end }, message, [fix]);
}
