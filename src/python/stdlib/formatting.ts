/** Values as text, by Python's format specifications: `format`, `%` and `str.format`. What is not known gives `undefined`. */
import { Symbolic } from "../../tensor/dim.ts";
import type { Run } from "../run.ts";
import { Dict, Float, Tuple, Unknown, type Value } from "../value.ts";
import { floatText } from "./float-text.ts";
import { fixed } from "./rounding.ts";

export function formatConverted(run: Run, value: Value, conversion: string, spec: string): string | undefined {
  if (conversion === "") return formatValue(run, value, spec);
  const text = conversion === "r" || conversion === "a" ? run.repr(value) : run.text(value);
  return text === undefined ? undefined : formatValue(run, text, spec);
}

const SPEC = /^(?:(.)?([<>=^]))?([+\- ])?#?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/s;

/** `format(value, spec)`. */
export function formatValue(run: Run, value: Value, spec: string): string | undefined {
  if (spec === "") return run.text(value);
  const match = SPEC.exec(spec);
  if (match === null || value instanceof Symbolic) return undefined;
  const [, fill, align, sign, zero, width, group, precision, type] = match;
  const number =
    typeof value === "number" || typeof value === "boolean"
      ? Number(value)
      : value instanceof Float
        ? value.value
        : undefined;
  const digits = precision === undefined ? undefined : Number(precision);
  let text = number === undefined ? run.text(value)?.slice(0, digits) : formatNumber(value, number, type ?? "", digits);
  if (text === undefined) return undefined;
  if (number !== undefined && group !== undefined)
    text = text.replace(/^-?\d+/, (whole) => whole.replaceAll(/\B(?=(\d{3})+$)/g, group));
  if (number !== undefined && number >= 0 && (sign === "+" || sign === " ")) text = sign + text;
  return pad(
    text,
    Number(width ?? 0),
    fill ?? (zero ? "0" : " "),
    align ?? (zero ? "=" : number === undefined ? "<" : ">"),
  );
}

function formatNumber(value: Value, number: number, type: string, digits: number | undefined): string | undefined {
  switch (type) {
    case "":
    case "n":
      if (digits !== undefined) return general(number, digits);
      return value instanceof Float ? floatText(number) : String(number);
    case "d":
      return value instanceof Float ? undefined : String(number);
    case "f":
    case "F":
      return Math.abs(number) < 1e21 ? fixed(number, Math.min(digits ?? 6, 100)) : undefined;
    case "e":
    case "E": {
      const text = number.toExponential(Math.min(digits ?? 6, 100)).replace(/e([+-])(\d)$/, "e$10$2");
      return type === "E" ? text.toUpperCase() : text;
    }
    case "g":
    case "G":
      return general(number, digits ?? 6);
    case "%":
      return `${fixed(number * 100, Math.min(digits ?? 6, 100))}%`;
    case "x":
    case "X":
      return type === "x" ? number.toString(16) : number.toString(16).toUpperCase();
    case "o":
      return number.toString(8);
    case "b":
      return number.toString(2);
    default:
      return undefined;
  }
}

function general(number: number, digits: number): string {
  const places = Math.min(Math.max(digits, 1), 100);
  // Below 1e-4 Python already writes an exponent.
  const text = number !== 0 && Math.abs(number) < 1e-4 ? number.toExponential(places - 1) : number.toPrecision(places);
  const short = text.includes(".") ? text.replace(/\.?0+(?=e|$)/, "") : text;
  return short.replace(/e([+-])(\d)$/, "e$10$2");
}

function pad(text: string, width: number, fill: string, align: string): string {
  const missing = Math.min(width, 10_000) - text.length;
  if (missing <= 0) return text;
  if (align === "<") return text + fill.repeat(missing);
  if (align === ">") return fill.repeat(missing) + text;
  if (align === "=") return text.replace(/^[+-]?/, (sign) => sign + fill.repeat(missing));
  return fill.repeat(missing >> 1) + text + fill.repeat(missing - (missing >> 1));
}

/** `template % values`. */
export function formatPercent(run: Run, template: string, values: Value): Value {
  const items = values instanceof Tuple ? values.items : [values];
  let used = 0;
  let known = true;
  const text = template.replaceAll(
    /%(?:\((\w+)\))?([-+ #0]*)(\d+|\*)?(?:\.(\d+))?[hlL]?([diouxXeEfFgGcrsa%])/g,
    (...match) => {
      const [, name, flags = "", width = "", precision, type] = match as unknown as (string | undefined)[];
      if (type === "%") return "%";
      const value =
        name === undefined ? items[used++] : values instanceof Dict ? values.entries.get(`s${name}`)?.[1] : undefined;
      const piece =
        value === undefined ? undefined : formatOld(run, value, { flags, width, precision, type: type ?? "s" });
      if (piece === undefined) known = false;
      return piece ?? "";
    },
  );
  return known ? text : new Unknown("a part of the text is not known");
}

interface OldSpec {
  readonly flags: string;
  readonly width: string;
  readonly precision: string | undefined;
  readonly type: string;
}

function formatOld(run: Run, value: Value, { flags, width, precision, type }: OldSpec): string | undefined {
  const digits = precision === undefined ? "" : `.${precision}`;
  const sign = flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  const size = (flags.includes("0") && !flags.includes("-") ? "0" : "") + width;
  if ("rsa".includes(type)) {
    const text = type === "s" ? run.text(value) : run.repr(value);
    return text === undefined
      ? undefined
      : formatValue(run, text, `${flags.includes("-") ? "<" : ">"}${width}${digits}`);
  }
  const whole = "diu".includes(type);
  const number = whole && value instanceof Float ? Math.trunc(value.value) : value;
  return formatValue(run, number, `${flags.includes("-") ? "<" : ""}${sign}${size}${digits}${whole ? "d" : type}`);
}

/** `template.format(...)`. */
export function formatTemplate(
  run: Run,
  template: string,
  positional: readonly Value[],
  named: ReadonlyMap<string, Value>,
): string | undefined {
  let used = 0;
  let known = true;
  const text = template.replaceAll(
    /\{\{|\}\}|\{(\w*)((?:\.\w+|\[[^\]]*\])*)(?:!([rsa]))?(?::([^{}]*))?\}/g,
    (whole, name: string, path: string, conversion = "", spec = "") => {
      if (whole === "{{" || whole === "}}") return whole[0] as string;
      const value = /^\d+$/.test(name) ? positional[Number(name)] : name === "" ? positional[used++] : named.get(name);
      const piece = value === undefined || path !== "" ? undefined : formatConverted(run, value, conversion, spec);
      if (piece === undefined) known = false;
      return piece ?? "";
    },
  );
  return known ? text : undefined;
}
