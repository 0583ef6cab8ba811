/** Remedies for a layer that Keras refuses to build. */
import { itemsOf } from "../../../../python/tensors/sizes.ts";
import { tupleText } from "../../../../python/tuple-text.ts";
import { type Proposal, propose, type WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, calleeOf, callSite, elementsOf, valueIn } from "../source/call-text.ts";
import { linesTo } from "../source/leading.ts";
import { setTo } from "../source/settings.ts";
import { whereGiven } from "../source/where-given.ts";
import { matchesIn, rewritten, textAt, type Written } from "../source/written.ts";
import { exchanged } from "./exchanges.ts";

const FARTHEST = 3;
const costs = { dimension: 0.2, side: 0.1, order: 0.25, words: 0.1, sign: 0.4, one: 0.7 } as const;
const SIZES = ["kernel_size", "pool_size", "strides", "size"];

export function constructionProposals(wrong: WrongStep): Proposal[] {
  return [
    ...otherDimension(wrong),
    ...widened(wrong),
    ...otherOrder(wrong),
    ...otherWords(wrong),
    ...withoutZero(wrong),
    ...otherSigns(wrong),
  ];
}

/** `(3,)` for a window of two sides. */
function widened({ type, module, settings }: WrongStep): Proposal[] {
  const sides = Number(/[23](?=D(?:Transpose)?$)/.exec(type)?.[0] ?? 1);
  return [...SIZES, "padding", "cropping"].flatMap((name) => {
    const setting = settings?.(name);
    if (setting?.written === undefined || itemsOf(setting.value)?.length !== 1 || sides === 1) return [];
    const given = whereGiven(setting.written, module?.site);
    const [side] = elementsOf(given).map(textAt);
    const text = tupleText(Array.from({ length: sides }, () => side ?? ""));
    return side === undefined ? [] : [rewritten(given, text, costs.side)];
  });
}

/** A text where a number belongs, and the other way round: two arguments in each other's place. */
function otherOrder({ module }: WrongStep): Proposal[] {
  const call = callSite(module?.site);
  const given = call ? argumentsIn(bracketsOf(call)).map(valueIn) : [];
  return given.flatMap((first, place) =>
    given.slice(place + 1).flatMap((second) => {
      const [one, other] = [first, second].map((value) => whereGiven(value, module?.site)) as [Written, Written];
      return one !== other && isWord(one) !== isWord(other) ? exchanged(one, other, costs.order) : [];
    }),
  );
}

/** Two words in each other's place, of which one says how to pad: `activation="same", padding="relu"`. */
function otherWords({ module }: WrongStep): Proposal[] {
  const call = callSite(module?.site);
  const words = (call ? argumentsIn(bracketsOf(call)).map(valueIn) : []).filter(isWord);
  return words.flatMap((first, place) =>
    words
      .slice(place + 1)
      .flatMap((second) => (isPadding(first) !== isPadding(second) ? exchanged(first, second, costs.words) : [])),
  );
}

function isPadding(value: Written): boolean {
  return /^["'](?:same|valid|causal)["']$/i.test(textAt(value));
}

function isWord(value: Written): boolean {
  return /^["']/.test(textAt(value));
}

/** `Conv3D` that is given a kernel of two sizes. */
function otherDimension({ type, module, settings }: WrongStep): Proposal[] {
  const place = module?.site;
  const digit = /[123](?=D$)/.exec(type)?.[0];
  const sizes = SIZES.flatMap((name) => itemsOf(settings?.(name)?.value)?.length ?? [])[0];
  if (place === undefined || digit === undefined || sizes === undefined || String(sizes) === digit) return [];
  if (!calleeOf(place).endsWith(type) || sizes > 3) return [];
  const end = place.anchor.end - 1;
  const text = `${type.slice(0, -2)}${sizes}D`;
  const at = { file: place.file, range: { start: end - 1, end } };
  return [rewritten(at, String(sizes), costs.dimension, `Use ${text}`)];
}

/** A window of no cells. */
function withoutZero(wrong: WrongStep): Proposal[] {
  return SIZES.flatMap((name) => {
    const items = itemsOf(wrong.settings?.(name)?.value);
    const others = items?.filter((item) => item !== 0) ?? [];
    if (items === undefined || others.length === items.length) return [];
    const text = `(${items.map((item) => (item === 0 ? (others[0] ?? 1) : item)).join(", ")})`;
    return propose(setTo(wrong, name, text), costs.one) ?? [];
  });
}

/** A number of nothing comes of a division in the place of a product, or of a difference in the place of a sum. */
function otherSigns(wrong: WrongStep): Proposal[] {
  const near = linesTo(wrong, []).filter(({ distance }) => distance <= FARTHEST);
  return near.flatMap(({ line, distance }) =>
    matchesIn(line, /(?<=[\w)\]]\s*)(?:\/\/|-)(?=\s*[\w(])/g).map(({ at }) =>
      rewritten(at, textAt(at) === "-" ? "+" : "*", costs.sign + distance / 10),
    ),
  );
}
