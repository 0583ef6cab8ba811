/** Remedies for weights of a user's Keras layer, whose shapes stand in calls of `add_weight` and in no operation. */
import { elementsOf, lineOf, textAt, topLevelArguments, type Written } from "./edits.ts";
import { missedPairs } from "./meeting.ts";
import type { Proposal, WrongStep } from "./proposal.ts";

const MOST = 30;

export function weightShapeProposals(wrong: WrongStep): Proposal[] {
  const { file } = wrong.site;
  if (file.isDescribed) return [];
  const shapes = [...file.text.matchAll(/\badd_(?:weight|variable)(?=\()/g)].flatMap(({ 0: callee, index }) =>
    shapeIn({ file, range: { start: index + callee.length, end: Math.min(file.text.length, index + 400) } }),
  );
  const isNear = missedPairs(wrong).some(([a, b]) => Math.abs(a - b) === 1);
  return shapes.flatMap((shape) => changesOf(shape, shapes, isNear)).slice(0, MOST);
}

/** The elements of a call's shape. */
function shapeIn(list: Written): Written[][] {
  const found = topLevelArguments(textAt(list)).find(({ text }) => /^(shape\s*=\s*)?[([].*[)\]]$/s.test(text));
  if (found === undefined) return [];
  const lead = /^(shape\s*=\s*)?/.exec(found.text)?.[0].length ?? 0;
  const start = list.range.start + found.start + lead;
  return [elementsOf({ file: list.file, range: { start, end: list.range.start + found.end } })];
}

function changesOf(shape: readonly Written[], all: readonly (readonly Written[])[], isNear: boolean): Proposal[] {
  const [first, second] = shape;
  const changed = (edits: Proposal["fix"]["edits"], words: string, cost: number, at: Written): Proposal => ({
    fix: { title: `${words}${lineOf(at)}`, edits },
    cost,
  });
  const swapped =
    shape.length === 2 && first && second
      ? [
          changed(
            [
              { ...first, text: textAt(second) },
              { ...second, text: textAt(first) },
            ],
            "Exchange the weight's sizes",
            0.9,
            first,
          ),
        ]
      : [];
  const replaced = shape.flatMap((element, index) => {
    const texts = new Set(
      all.flatMap((other) => (other.length === shape.length ? [textAt(other[index] as Written)] : [])),
    );
    const near = isNear ? [`${textAt(element)} + 1`, `${textAt(element)} - 1`] : [];
    const others = [...texts].filter((text) => text !== textAt(element));
    return [...near, ...others].map((text, place) =>
      changed([{ ...element, text }], `Write ${text} in place of ${textAt(element)}`, 1 + place / 50, element),
    );
  });
  return [...swapped, ...replaced];
}
