/**
 * Attributes as another format wrote them, in the one form that rules read: each checked by its schema, what is left out
 * with its default. For readers that explain a wrong value in words of their own, or take it as unknown.
 */
import * as v from "valibot";
import { isRequired } from "./attribute.ts";
import type { Attributes, LayerDefinition } from "./layer.ts";

/** `undefined`: a value is refused, or one that has no default is missing. */
export function checkAttributes(definition: LayerDefinition, written: Attributes): Attributes | undefined {
  const checked: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(definition.attributes)) {
    if (!Object.hasOwn(written, name)) {
      if (isRequired(attribute)) return undefined;
      checked[name] = attribute.default;
      continue;
    }
    const result = v.safeParse(attribute.schema, written[name]);
    if (!result.success) return undefined;
    checked[name] = result.output;
  }
  return checked;
}
