/** Numbers and texts as Python writes them. */
import { Float, type Value } from "../value.ts";

/** `undefined`: a number that we do not follow (imaginary, or too large to be exact). */
export function integerOf(text: string): number | undefined {
  const digits = text.replaceAll("_", "").replace(/[lL]$/, "");
  if (/j$/i.test(digits)) return undefined;
  const value = Number(/^0\d+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return Number.isSafeInteger(value) ? value : undefined;
}

export function floatOf(text: string): Value | undefined {
  const value = Number(text.replaceAll("_", ""));
  return Number.isNaN(value) ? undefined : new Float(value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** The text that a literal's inside stands for; escapes that Python does not know stay as they are. */
export function unescapeText(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replaceAll(
    /\\(N\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|\r?\n|.)/g,
    (whole, code: string) => {
      if (code === "\r\n") return "";
      const known = ESCAPES[code];
      if (known !== undefined) return known;
      if (/^[xuU]./.test(code)) return characterOf(Number.parseInt(code.slice(1), 16), whole);
      return /^[0-7]/.test(code) ? characterOf(Number.parseInt(code, 8), whole) : whole;
    },
  );
}

function characterOf(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}
