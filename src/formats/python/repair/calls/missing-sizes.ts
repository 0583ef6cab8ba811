/**
 * Remedies for a call that is told one size or axis too few: `permute(0, 2, 1)` of an image, `reshape(b, h, c)` of what has a width
 * too, `torch.flatten(x)`. What nothing reads any more was likely meant.
 */
import type { Proposal, Step, WrongStep } from "../proposal.ts";
import { argumentsIn, bracketsOf, callSite, elementsOf, isByPlace, literalsIn } from "../source/call-text.ts";
import { type Reached, withItself } from "../source/reach.ts";
import { functionText, parametersAround, unpackedBefore } from "../source/scope.ts";
import { sizesGiven } from "../source/settings.ts";
import { unreadAround } from "../source/unread-names.ts";
import { rewritten, textAt, type Written } from "../source/written.ts";

const FARTHEST = 3;
const costs = {
  axis: -0.2,
  flattened: -0.5,
  reduced: -0.3,
  unread: -0.3,
  twin: -0.2,
  open: -0.1,
  expanded: -0.3,
  /** Sizes that are merged or split across each other. */
  across: 0.3,
  unknown: 0.5,
} as const;

export function missingSizes(wrong: WrongStep, before: readonly Reached[]): Proposal[] {
  return withItself(wrong, before).flatMap(({ step, distance }) => {
    const call = distance <= FARTHEST ? callSite(step.site) : undefined;
    if (call === undefined || call.file.isDescribed || step.module !== undefined) return [];
    const found = leftOutOf(step, bracketsOf(call));
    return found.map((proposal) => ({ ...proposal, cost: proposal.cost + distance / 20 }));
  });
}

function leftOutOf(step: Step, brackets: Written): Proposal[] {
  switch (step.type) {
    case "permute":
      return axes(step, brackets);
    case "view":
    case "reshape":
      return sizes(step, brackets);
    case "expand":
      return expansions(step, brackets);
    case "flatten":
      return flattened(step, brackets);
    default:
      return /^(?:mean|sum|amax|amin|std|var)$/.test(step.type) ? reduced(step, brackets) : [];
  }
}

/** Before one of what is given, or behind all of it. */
function inserted(given: readonly Written[], place: number, text: string, cost: number): Proposal[] {
  const [next, last] = [given[place], given.at(-1)];
  const at = next?.range.start ?? last?.range.end;
  if (last === undefined || at === undefined) return [];
  const added = next ? `${text}, ` : `, ${text}`;
  return [rewritten({ file: last.file, range: { start: at, end: at } }, added, cost, `Add ${text}`)];
}

/** Orders of axes as people write them. */
const USUAL = ["0, 2, 3, 1", "0, 3, 1, 2", "0, 2, 1, 3", "0, 1, 3, 2, 4, 5", "2, 0, 3, 1, 4", "2, 0, 1"];

/** The only one that an order lacks. */
function axes({ inputs: [first] }: Step, brackets: Written): Proposal[] {
  const rank = first?.shape?.length ?? 0;
  const given = literalsIn(brackets);
  const named = given.map(({ value }) => (value < 0 ? value + rank : value));
  const missing = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !named.includes(axis));
  const [axis] = missing;
  if (axis === undefined || missing.length !== 1 || given.length !== rank - 1) return [];
  const places = given.map(({ at }) => at);
  return Array.from({ length: rank }, (_, place) => place).flatMap((place) => {
    const isUsual = USUAL.includes(named.toSpliced(place, 0, axis).join(", "));
    // The batch stays in front as a rule.
    const rarity = (isUsual ? 0 : 0.1) + (axis !== 0 && place === 0 ? 0.1 : 0);
    return inserted(places, place, String(axis), costs.axis + rarity + place / 50);
  });
}

/** One by one, or in a list. */
function listedIn(brackets: Written): Written[] {
  const given = argumentsIn(brackets).filter((size) => isByPlace(textAt(size)));
  const last = given.at(-1);
  return last && /^[([]/.test(textAt(last)) ? elementsOf(last) : given;
}

function sizes(step: Step, brackets: Written): Proposal[] {
  const listed = listedIn(brackets);
  const given = sizesGiven(step) ?? [];
  const shape = step.inputs[0]?.shape ?? [];
  if (listed.length === 0 || listed.length !== given.length) return [];
  const isOpen = given.includes(-1);
  const wanted = isOpen ? undefined : missingFactor(shape, given);
  if (!isOpen && wanted === undefined && areNumbers([...shape, ...given])) return [];
  const texts = isOpen ? leftUnread(listed) : [...leftUnread(listed), ...twins(listed), ...samples(listed), OPEN];
  const places = Array.from({ length: listed.length + 1 }, (_, place) => place);
  return texts.flatMap(([text, cost, only]) =>
    (only === undefined ? places : [only]).flatMap((place) => {
      const target = given.toSpliced(place, 0, wanted);
      const rarity = wanted === undefined ? costs.unknown : costs.across * across(shape, target);
      return inserted(listed, place, text, cost + rarity + place / 50);
    }),
  );
}

/** `place`: the only one where it would stand. */
type Text = readonly [text: string, cost: number, place?: number];

/** PyTorch works it out. */
const OPEN: Text = ["-1", costs.open];

function areNumbers(all: readonly unknown[]): all is number[] {
  return all.every((size) => typeof size === "number" && size > 0);
}

function product(all: readonly number[]): number {
  return all.reduce((held, size) => held * size, 1);
}

/** How many times more values come than are held; `undefined`: this is not known, or no whole number. */
function missingFactor(shape: readonly unknown[], given: readonly unknown[]): number | undefined {
  if (!areNumbers(shape) || !areNumbers(given)) return undefined;
  const factor = product(shape) / product(given);
  return Number.isInteger(factor) && factor > 1 ? factor : undefined;
}

/** How many sizes of one shape end within a size of the other one: axes are merged or split as a rule, and not both. */
function across(shape: readonly unknown[], target: readonly unknown[]): number {
  const ends = (all: readonly unknown[]): number[] =>
    all.map((_, place) => product(all.slice(0, place + 1) as number[]));
  const [a, b] = [ends(shape), ends(target)];
  const apart = (some: readonly number[], others: readonly number[]) =>
    some.filter((end) => !others.includes(end)).length;
  return Math.min(apart(a, b), apart(b, a));
}

/** Names that nothing reads, two of them as a product, or one as another size has its like: `HP * P` beside `WP * P`. */
function leftUnread(listed: readonly Written[]): Text[] {
  const [first] = listed;
  const names = first === undefined ? [] : unreadAround(first);
  const alike = listed.map(textAt).filter((text) => /[*+/-]/.test(text));
  const calculated = names.flatMap((name) => alike.flatMap((text) => withName(text, name)));
  const products = names.flatMap((name, place) =>
    names.slice(place + 1).flatMap((other) => (isLike(name, other) ? [`${name} * ${other}`] : [])),
  );
  return [...new Set([...calculated, ...products, ...names])].map(
    (text, place): Text => [text, costs.unread + place / 50],
  );
}

/** In the place of each name of a calculation that is like it. */
function withName(text: string, name: string): string[] {
  const others = (text.match(/(?<![\w.])[a-z_]\w*/gi) ?? []).filter((other) => isLike(name, other));
  return others.map((other) => text.replace(new RegExp(`(?<![\\w.])${other}(?!\\w)`), name));
}

/** Of the same length with one letter otherwise. */
function isLike(name: string, other: string): boolean {
  return name.length === other.length && [...name].filter((letter, place) => letter !== other[place]).length === 1;
}

/** How a height and the width behind it are told apart. */
const SIDES: readonly (readonly [RegExp, string, RegExp, string])[] = [
  [/height/, "width", /width/, "height"],
  [/(?<![A-Za-z])H(?![a-z])/, "W", /(?<![A-Za-z])W(?![a-z])/, "H"],
  [/(?<![A-Za-z])h(?![a-z])/, "w", /(?<![A-Za-z])w(?![a-z])/, "h"],
];

/** The width behind a height, or the height before a width. */
function twins(listed: readonly Written[]): Text[] {
  const around = listed[0] && functionText(listed[0]);
  const names = new Set(around && textAt(around).match(/\w+/g));
  const own = listed.map(textAt);
  const others = own.flatMap((size, place) =>
    SIDES.flatMap(([high, wide, width, height]): Text[] => [
      [size.replace(high, wide), costs.twin, place + 1],
      [size.replace(width, height), costs.twin, place],
    ]),
  );
  const isKnown = (size: string): boolean => (size.match(/\w+/g) ?? []).every((word) => names.has(word));
  return others.filter(([size]) => isKnown(size) && !own.includes(size));
}

/** The samples, by the name that the shape's first size was given. */
function samples(listed: readonly Written[]): Text[] {
  const [first] = listed;
  const [name] = (first && unpackedBefore(first)[0]) ?? [];
  return name === undefined || listed.map(textAt).includes(name) ? [] : [[name, costs.twin, 0]];
}

/** As many samples as a tensor of the function has, and sizes that stay as they are. */
function expansions(step: Step, brackets: Written): Proposal[] {
  const [listed, shape] = [listedIn(brackets), step.inputs[0]?.shape ?? []];
  const given = sizesGiven(step) ?? [];
  if (listed.length === shape.length) {
    const isWrong = (size: unknown, axis: number) =>
      /^\d+$/.test(textAt(listed[axis] as Written)) && size !== 1 && size !== given[axis];
    return shape.flatMap((size, axis) =>
      isWrong(size, axis) ? [rewritten(listed[axis] as Written, "-1", costs.expanded)] : [],
    );
  }
  if (listed.length !== shape.length - 1) return [];
  const [tensor] = parametersAround(brackets);
  const isEach = shape[0] === 1 && tensor !== undefined;
  const first = isEach ? inserted(listed, 0, `${tensor}.shape[0]`, costs.expanded) : [];
  return [...first, ...shape.flatMap((_, place) => inserted(listed, place, "-1", costs.open + place / 50))];
}

/** The samples too: `torch.flatten(x)`, `x.flatten()`. */
function flattened({ inputs: [first] }: Step, brackets: Written): Proposal[] {
  const isAll = (first?.shape?.length ?? 0) > 1 && literalsIn(brackets).length === 0 && !/dim/.test(textAt(brackets));
  return isAll ? withArgument(brackets, "1", costs.flattened) : [];
}

/** Of an image its sides, of a sequence its steps. */
function reduced({ inputs: [first] }: Step, brackets: Written): Proposal[] {
  const rank = first?.shape?.length ?? 0;
  const isAll = rank > 2 && literalsIn(brackets).length === 0 && !/dim=|axis=/.test(textAt(brackets));
  return isAll ? withArgument(brackets, rank === 3 ? "1" : "(2, 3)", costs.reduced) : [];
}

/** Behind those by place. */
function withArgument({ file, range }: Written, text: string, cost: number): Proposal[] {
  const given = argumentsIn({ file, range });
  const next = given.find((argument) => !isByPlace(textAt(argument)));
  const start = next?.range.start ?? range.end - 1;
  const added = next ? `${text}, ` : given.length > 0 ? `, ${text}` : text;
  return [rewritten({ file, range: { start, end: start } }, added, cost, `Add ${text}`)];
}
