/**
 * JSON with comments and trailing commas into a tree, as far as it can be understood. Codes `json/...` are mistakes of
 * JSON itself, which editors with JSON support report on their own.
 */
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Fix } from "../../graph/issue.ts";
import { insertAt } from "./edits.ts";
import { excerptOf } from "./json-node.ts";
import type { Reading } from "./reading.ts";

/** More syntax errors than this help nobody. */
const MOST_ERRORS = 100;

/** The root, or `undefined` if there is no value at all. */
export function parseJson(reading: Reading): Node | undefined {
  const errors: ParseError[] = [];
  // A byte order mark is no JSON; a space in its place keeps every offset.
  const root = parseTree(reading.text.replace(/^\uFEFF/, " "), errors, { allowTrailingComma: true });
  for (const error of withoutEchoes(reading.text, errors).slice(0, MOST_ERRORS)) report(reading, error);
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
    if (touches || skipped) continue;
    end = error.offset + error.length;
    own.push({ kind, start: error.offset, end });
  }
  return own;
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
  const word = excerptOf(reading.text, { start, end });
  const message = sentences[kind] ?? `${word} is not JSON: text stands in double quotes.`;
  reading.error(code, { start, end }, message, fixesFor(reading.text, { kind, start, end }));
}

/** How Python writes what JSON writes otherwise. */
const pythonWords: Readonly<Record<string, string>> = { True: "true", False: "false", None: "null" };

function fixesFor(text: string, { kind, start, end }: SyntaxError): Fix[] {
  if (kind === "CommaExpected") return [{ title: "Add the comma", edits: [insertAt(endOfPrevious(text, start), ",")] }];
  if (kind !== "InvalidSymbol") return [];
  const word = text.slice(start, end);
  const bare = /^'?([A-Za-z_][\w.]{0,63})'?$/.exec(word)?.[1];
  if (bare === undefined) return [];
  const instead = pythonWords[bare] ?? JSON.stringify(bare);
  return [{ title: `Write ${instead}`, edits: [{ range: { start, end }, text: instead }] }];
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

/** Open brackets are one mistake, at the place of the first that was missed. */
function reportUnclosed(reading: Reading, errors: readonly ParseError[]): void {
  const [first] = errors;
  if (first === undefined) return;
  const missing = errors.map(({ error }) => (printParseErrorCode(error) === "CloseBraceExpected" ? "}" : "]")).join("");
  const end = reading.text.trimEnd().length;
  const atEnd = first.offset >= end;
  const range = atEnd
    ? { start: Math.max(0, end - 1), end }
    : { start: first.offset, end: first.offset + first.length };
  const where = atEnd ? "The file ends before" : "This comes before";
  const fix = { title: `Add ${missing}`, edits: [insertAt(end, missing)] };
  const message = `${where} everything is closed: ${missing} is missing.`;
  reading.error("json/unclosed", range, message, atEnd ? [fix] : []);
}
