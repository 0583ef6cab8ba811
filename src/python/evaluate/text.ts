/** `str(value)` and `repr(value)`. */
import { formatDim } from "../../tensor/dim/text.ts";
import { Symbolic } from "../../tensor/dim.ts";
import { PyFunction } from "../callables.ts";
import { PyClass } from "../py-class.ts";
import { floatText } from "../stdlib/float-text.ts";
import { Dict, Ellipsis, Float, Instance, List, PySet, Tuple, type Value } from "../value.ts";
import { callSpecial, contentOf } from "./call.ts";
import type { Interpreter } from "./interpreter.ts";
import { messageOf } from "./raised.ts";

export function textOfValue(run: Interpreter, value: Value): string | undefined {
  if (typeof value === "string") return value;
  if (value instanceof Instance) return textOfInstance(run, value);
  return reprOf(run, value);
}

function textOfInstance(run: Interpreter, value: Instance): string | undefined {
  const own = callSpecial(run, value, "__str__", [], value.site);
  if (typeof own === "string") return own;
  return typeof value.native === "string" ? messageOf(value) : reprOf(run, value);
}

/** Deeper is what holds itself. */
const DEEPEST = 60;

/** Nobody reads more. */
const LONGEST = 2000;

export function reprOf(run: Interpreter, value: Value, depth = 0): string | undefined {
  run.spend(1);
  if (depth > DEEPEST) return undefined;
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return quote(value);
  if (value instanceof Float) return floatText(value.value);
  if (value instanceof Symbolic) return formatDim(value);
  if (value instanceof Ellipsis) return "Ellipsis";
  if (value instanceof PyClass) return `<class '${value.name}'>`;
  if (value instanceof PyFunction) return `<function ${value.syntax.name}>`;
  if (value instanceof Instance) return reprOfInstance(run, value, depth);
  return reprOfContainer(run, value, depth + 1);
}

function reprOfInstance(run: Interpreter, value: Instance, depth: number): string | undefined {
  const own = callSpecial(run, value, "__repr__", [], value.site);
  if (own !== undefined) return typeof own === "string" ? own : undefined;
  const content = contentOf(value);
  return content === value ? undefined : reprOf(run, content, depth);
}

function reprOfContainer(run: Interpreter, value: Value, depth: number): string | undefined {
  if (value instanceof Tuple) {
    const items = listed(run, value.items, depth);
    return items === undefined ? undefined : value.items.length === 1 ? `(${items},)` : `(${items})`;
  }
  if (value instanceof List && value.unknown === undefined) return around("[", listed(run, value.items, depth), "]");
  if (value instanceof PySet && value.unknown === undefined) {
    return value.items.size === 0 ? "set()" : around("{", listed(run, [...value.items.values()], depth), "}");
  }
  if (!(value instanceof Dict) || value.unknown !== undefined) return undefined;
  const entries = [...value.entries.values()].map(([key, item]) => [reprOf(run, key, depth), reprOf(run, item, depth)]);
  if (entries.some((entry) => entry.includes(undefined))) return undefined;
  return `{${entries.map(([key, item]) => `${key}: ${item}`).join(", ")}}`;
}

function around(open: string, inner: string | undefined, close: string): string | undefined {
  return inner === undefined ? undefined : open + inner + close;
}

function listed(run: Interpreter, items: readonly Value[], depth: number): string | undefined {
  if (items.length > LONGEST) return undefined;
  const texts = items.map((item) => reprOf(run, item, depth));
  return texts.includes(undefined) ? undefined : texts.join(", ");
}

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark;
}
