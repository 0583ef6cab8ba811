/** Python's truth of a value. */
import { compareDims } from "../../tensor/dim/order.ts";
import { Symbolic } from "../../tensor/dim.ts";
import { Native } from "../native.ts";
import { Dict, Float, Instance, List, PySet, Tuple, Unknown, type Value } from "../value.ts";
import { callSpecial, contentOf } from "./call.ts";
import type { Interpreter } from "./interpreter.ts";

export function truthOf(run: Interpreter, value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value === null) return false;
  if (typeof value === "number") return value !== 0;
  if (typeof value === "string") return value !== "";
  if (value instanceof Unknown) return undefined;
  if (value instanceof Symbolic) return compareDims("!=", value, 0);
  if (value instanceof Float) return value.value !== 0;
  if (value instanceof Tuple) return value.items.length > 0;
  if (value instanceof List) return knownOr(value.unknown, value.items.length > 0);
  if (value instanceof Dict) return knownOr(value.unknown, value.entries.size > 0);
  if (value instanceof PySet) return knownOr(value.unknown, value.items.size > 0);
  if (value instanceof Native) return value.truth(run);
  return value instanceof Instance ? ofInstance(run, value) : true;
}

function knownOr(unknown: string | undefined, some: boolean): boolean | undefined {
  return unknown === undefined || some ? some : undefined;
}

function ofInstance(run: Interpreter, value: Instance): boolean | undefined {
  const content = contentOf(value);
  if (content !== value) return truthOf(run, content);
  const answer =
    callSpecial(run, value, "__bool__", [], value.site) ?? callSpecial(run, value, "__len__", [], value.site);
  if (answer !== undefined) return answer instanceof Instance ? undefined : truthOf(run, answer);
  return value.cls.unknownBase === undefined ? true : undefined;
}
