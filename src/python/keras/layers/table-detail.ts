/**
 * What the layer table knows about a step with known sizes: its calculation, its window, and the engine's layer. The
 * table counts images channels last; the numbers along height and width are the same either way.
 */
import { checkAttributes } from "../../../layers/check-attributes.ts";
import { failed, type LayerDefinition } from "../../../layers/layer.ts";
import { attributesFrom, type Spelling, spellingsIn } from "../../../layers/spelling.ts";
import { layers } from "../../../layers/table.ts";
import type { Window } from "../../../tensor/window.ts";
import { Builtin } from "../../callables.ts";
import type { OperationDetail } from "../../trace.ts";
import { Float, List, Tuple, type Value } from "../../value.ts";
import type { LayerCall } from "../layer-call.ts";
import type { Shape } from "../sizes.ts";

interface Entry {
  readonly definition: LayerDefinition;
  readonly spelling: Spelling;
}

const entries = new Map<string, Entry>();
for (const definition of layers.values()) {
  for (const spelling of spellingsIn(definition.spelled, "keras")) {
    for (const name of spelling.names) entries.set(name, { definition, spelling });
  }
}

/** `undefined`: no such layer in the table, a size or argument that is not known, or one that it refuses. */
export function tableDetail(call: LayerCall, shapes: readonly Shape[] = call.shapes): OperationDetail | undefined {
  const entry = entries.get(call.state.kind?.names[0] ?? "");
  const samples = shapes.map((shape) => shape.slice(1));
  if (entry === undefined || samples.length === 0 || !samples.every(isKnown)) return undefined;
  const given = plainOptions(call, entry.spelling);
  if (given === undefined) return undefined;
  const attributes = checkAttributes(entry.definition, attributesFrom(entry.spelling, given).attributes);
  if (attributes === undefined) return undefined;
  const [first, ...others] = samples as number[][];
  const result = entry.definition.shape([first as number[], ...others], attributes);
  if (failed(result)) return undefined;
  const { steps, window } = result;
  const notes = window === undefined ? [] : paddingNotes(window);
  return {
    steps,
    ...(window && { window }),
    ...(notes.length > 0 && { notes }),
    layer: { definition: entry.definition, attributes },
  };
}

function isKnown(shape: Shape): boolean {
  return shape.every((size) => typeof size === "number");
}

/** The arguments as plain data, without those that do not matter here; `undefined`: one that matters is not known. */
function plainOptions(call: LayerCall, spelling: Spelling): Record<string, unknown> | undefined {
  const given: Record<string, unknown> = {};
  for (const { name, sets } of spelling.parameters) {
    const value = call.options.value(name);
    if (value === undefined) continue;
    const plain = plainOf(value);
    if (plain === undefined && sets !== undefined) return undefined;
    if (plain !== undefined) given[name] = plain;
  }
  return given;
}

/** A function that is handed over as an activation (`tf.nn.relu`) counts as its name. */
function plainOf(value: Value): unknown {
  if (value === null || typeof value === "number" || typeof value === "string" || typeof value === "boolean")
    return value;
  if (value instanceof Float) return value.value;
  if (value instanceof Builtin) return value.name;
  if (!(value instanceof Tuple || value instanceof List)) return undefined;
  const items = value.items.map(plainOf);
  return items.includes(undefined) ? undefined : items;
}

/** Where the odd cell of "same" goes, which PyTorch's numbers cannot say. */
function paddingNotes({ top, bottom, left, right, sh, sw }: Window): string[] {
  if (top === bottom && left === right) return [];
  const strided = sh > 1 || sw > 1 ? " (which has no 'same' with a stride)" : "";
  return [
    `padding="same" adds ${top} row(s) at the top and ${bottom} at the bottom, ${left} column(s) on the left and ${right} on the right; ` +
      `PyTorch's padding in numbers${strided} adds as many on both sides, so that its windows would lie elsewhere.`,
  ];
}
