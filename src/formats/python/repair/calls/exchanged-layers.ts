/** Remedies for a layer in a list of layers that stands in the place of the one beside it. */
import { type Proposal, sizeAt, type WrongStep } from "../proposal.ts";
import { takenBy } from "../sizes/layer-sizes.ts";
import { argumentsIn, bracketsFrom, callsTo, elementsOf, valueIn } from "../source/call-text.ts";
import { lineAt } from "../source/lines.ts";
import { matchesIn, textAt, type Written, within } from "../source/written.ts";
import { exchanged } from "./exchanges.ts";

/**
 * A norm counts the channels of the layer before it, as a rule, and has another number rather than stands behind the layer that it should
 * be before; any other layer may stand anywhere.
 */
const costs = { fitting: -0.2, norm: -0.1, other: 0.3, before: 0.1 } as const;
const DEEPEST = 5;

export function exchangedLayers(wrong: WrongStep): Proposal[] {
  const taken = takenBy(wrong);
  if (taken === undefined) return [];
  const found = String(sizeAt(wrong.inputs[0], taken.axis));
  const cost = /Norm/.test(wrong.type) ? costs.norm : costs.other;
  return callsTo(wrong.module?.site, DEEPEST).flatMap((made) => {
    const list = listAround(made);
    const place = list.findIndex(({ range }) => range.start === made.range.start);
    const [before, own, behind] = [list[place - 1], list[place], list[place + 1]];
    if (own === undefined) return [];
    return [
      ...(isLayer(behind)
        ? [exchanged(own, behind, takes(behind, found) || areInRow([before, behind, own]) ? costs.fitting : cost)]
        : []),
      ...(isLayer(before) ? [exchanged(before, own, costs.other + costs.before)] : []),
    ];
  });
}

/** The elements of the list or the call in which it stands as one of them. */
function listAround(made: Written): Written[] {
  const line = lineAt(made);
  const lists = line ? matchesIn(line, /[([]/g).map(({ at }) => elementsOf(bracketsFrom(at, line))) : [];
  return lists.find((elements) => elements.some(({ range }) => range.start === made.range.start)) ?? [];
}

/** Whether this size is its first argument. */
function takes(layer: Written, size: string): boolean {
  return sizesOf(layer)[0] === size;
}

/** Whether each layer is given by its first argument what the one before it gives by its second. */
function areInRow(layers: readonly (Written | undefined)[]): boolean {
  const sizes = layers.flatMap((layer) => (layer === undefined ? [] : [sizesOf(layer)]));
  return sizes.slice(1).every(([inside], place) => inside !== undefined && inside === sizes[place]?.[1]);
}

/** The first two arguments as they are written. */
function sizesOf(layer: Written): string[] {
  const text = textAt(layer);
  const given = argumentsIn(within(layer, { start: text.indexOf("("), end: text.length }));
  return given.slice(0, 2).map((argument) => textAt(valueIn(argument)));
}

function isLayer(element: Written | undefined): element is Written {
  return element !== undefined && /^[\w.]+\(.*\)$/s.test(textAt(element));
}
