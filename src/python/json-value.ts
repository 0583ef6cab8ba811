/** JSON as Python would read it. */
import { keyOf } from "./evaluate/keys.ts";
import { Dict, Float, List, type Value } from "./value.ts";

/** What is no JSON is `None`. Whole numbers are an `int`. */
export function valueFromJson(json: unknown): Value {
  if (typeof json === "number") return Number.isInteger(json) ? json : new Float(json);
  if (typeof json === "string" || typeof json === "boolean") return json;
  if (Array.isArray(json)) return new List(json.map(valueFromJson));
  if (typeof json === "object" && json !== null) {
    const entries = Object.entries(json).map(
      ([key, value]) => [keyOf(key) ?? key, [key, valueFromJson(value)]] as const,
    );
    return new Dict(new Map(entries));
  }
  return null;
}
