/**
 * Remedies for numbers of channels and features that do not meet: the producer's number, the text that the other side has
 * written for it, a number or a part of an expression, another name, and arguments in the wrong order.
 */
import { KerasTensor } from "../../../python/keras/keras-tensor.ts";
import { TorchTensor } from "../../../python/torch/tensor.ts";
import type { SourceFix } from "../../../python/trace.ts";
import { argumentAt, exchanged, lineOf, numberOf, setTo, textAt, type Written, writtenAt } from "./edits.ts";
import { expectedShape } from "./model-inputs.ts";
import { type Proposal, propose, type Step, sizeAt } from "./proposal.ts";
import type { Reached } from "./reach.ts";
import { valuesOf, valuesOfUnpacking, valuesOfView } from "./reshapes.ts";
import { rewritings } from "./rewriting.ts";
import { meansTheSame, namesAround, operandsOf, parametersAround } from "./scope.ts";

/** What a step takes, by its type: the setting's name and the axis that it is about. */
const TAKES: readonly (readonly [type: RegExp, name: string, axis: number])[] = [
  [/^Conv(Transpose)?\dd$/, "in_channels", 1],
  [/^Linear$/, "in_features", -1],
  [/^(Batch|Instance)Norm\dd$/, "num_features", 1],
  [/^GroupNorm$/, "num_channels", 1],
  [/^LayerNorm$/, "normalized_shape", -1],
  [/^(LSTM|GRU|RNN)(Cell)?$/, "input_size", -1],
  [/^(MultiheadAttention|TransformerEncoderLayer)$/, "embed_dim", -1],
];

/** How unlikely it is that the number is wrong which another axis has. */
export const MISPLACED = 0.7;

/** The only other axis that has the size which the layer takes; `undefined`: there is none, or several. */
export function misplacedAxis(wrong: Step): { readonly from: number; readonly to: number } | undefined {
  const taken = takenBy(wrong);
  const shape = wrong.inputs[0]?.shape;
  if (!(wrong.inputs[0] instanceof TorchTensor) || taken === undefined || shape === undefined) return undefined;
  const expected = numberOf(wrong, taken.name);
  const to = (taken.axis + shape.length) % shape.length;
  const places = shape.flatMap((size, axis) => (axis > 0 && axis !== to && size === expected ? [axis] : []));
  const [from] = places;
  return expected !== undefined && expected > 3 && from !== undefined && places.length === 1 ? { from, to } : undefined;
}

/** What it gives. */
const GIVES = ["out_channels", "out_features", "hidden_size", "embedding_dim", "filters", "units", "output_dim"];
const NORMS = ["num_features", "num_channels"];
/** Modules of PyTorch, whose first two arguments are what comes in and what goes out. */
const PAIRED = /^(Conv(Transpose)?\dd|Linear|GroupNorm|LSTM|GRU|RNN|Embedding)$/;

export function channelProposals(wrong: Step, before: readonly Reached[]): Proposal[] {
  const taken = takenBy(wrong);
  const found = taken && sizeAt(wrong.inputs[0], taken.axis);
  const own = taken ? ownProposals(wrong, taken.name, found, before) : [];
  const wanted = taken ? [[numberOf(wrong, taken.name), found] as const] : differences(wrong);
  if (wanted.length === 0) return [];
  const others = wanted.flatMap(([expected, found]) =>
    expected === undefined || found === undefined ? [] : producerProposals(before, expected, found),
  );
  return [...own, ...others, ...exchanges(wrong, found, before)];
}

/** The setting by which a layer says what it takes, and the axis of its input; `undefined`: it takes anything. */
export function takenBy({ type }: Pick<Step, "type">): { readonly name: string; readonly axis: number } | undefined {
  const found = TAKES.find(([pattern]) => pattern.test(type));
  return found && { name: found[1], axis: found[2] };
}

/** Axes of two tensors that are added or joined, and of two that are multiplied as matrices. */
const MEETING = [
  [1, 1],
  [-1, -1],
] as const;
const INNER = [
  [-1, -2],
  [-1, -1],
] as const;

/** Two tensors that should have met, each way: the sizes of their channels and of their last axes. */
function differences(wrong: Step): (readonly [expected: number | undefined, found: number | undefined])[] {
  const values = valuesOf(wrong) ?? valuesOfView(wrong) ?? valuesOfUnpacking(wrong);
  if (values) return [[values.target, values.found]];
  const [first, ...rest] = wrong.inputs;
  const expected = expectedShape(wrong);
  if (expected) return [[expected.at(-1), sizeAt(first, -1)]];
  const isProduct = /^(mat|batch_)?(mul|dot)|^bmm$/i.test(wrong.type);
  const axes = isProduct ? INNER : MEETING.filter(([axis]) => !isAlong(wrong, axis) && !isSpatial(wrong, axis));
  return rest.flatMap((other) =>
    axes.flatMap(([axis, otherAxis]) => {
      const [a, b] = [sizeAt(first, axis), sizeAt(other, otherAxis)];
      return a === b ? [] : [[a, b] as const, [b, a] as const];
    }),
  );
}

/** Whether they are joined along it, so that its sizes may differ. */
export function isAlong({ type, settings, inputs: [first] }: Step, axis: number): boolean {
  const along = /^(cat|concat)/.test(type) ? settings?.("dim")?.value : undefined;
  const rank = first?.shape?.length ?? 0;
  return typeof along === "number" && (along - axis) % rank === 0;
}

/** Of PyTorch's images the last axis is no layer's number of features. */
function isSpatial({ inputs: [first] }: Step, axis: number): boolean {
  return first instanceof TorchTensor && first.shape?.length === 4 && axis === -1;
}

function ownProposals(wrong: Step, name: string, found: number | undefined, before: readonly Reached[]): Proposal[] {
  if (found === undefined) return [];
  const written = writtenAt(wrong, name);
  const current = numberOf(wrong, name);
  const within = written && current !== undefined ? rescaled(wrong, name, current, found) : [];
  const texts = before.flatMap(({ step, distance }) =>
    distance <= 6 && written !== undefined
      ? givenTexts(step, found, written).map((text) => propose(setTo(wrong, name, text), 0.4 + distance / 20))
      : [],
  );
  const misplaced = misplacedAxis(wrong) ? MISPLACED : 0;
  const direct = [propose(setTo(wrong, name, String(found)), 0.2 + misplaced + unevenness(current, found))];
  return [
    ...[...direct, ...within, ...texts].flatMap((proposal) => proposal ?? []),
    ...ownTexts(wrong, name, found, before),
    ...renamings(wrong, name),
  ];
}

/** Where the module's own construction writes a name for a number that is handed over: the name changed, or another text. */
function ownTexts(wrong: Step, name: string, found: number, before: readonly Reached[]): Proposal[] {
  const own = argumentAt(wrong, name, name === "num_channels" ? 1 : undefined);
  const current = numberOf(wrong, name);
  if (own === undefined || current === undefined || /^\d+$/.test(textAt(own))) return [];
  const given = before.flatMap(({ step, distance }) =>
    distance <= 6 ? namesGiven(step, found, own).map((text) => [text, 0.35 + distance / 20] as const) : [],
  );
  const misplaced = misplacedAxis(wrong) ? MISPLACED : 0;
  const text = /^[\w.]+$/.test(textAt(own)) ? textAt(own) : `(${textAt(own)})`;
  const scaled: (readonly [string, number])[] = [
    ...(found % current === 0 ? [[`${text} * ${found / current}`, 0.5] as const] : []),
    ...(current % found === 0 ? [[`${text} // ${current / found}`, 0.5] as const] : []),
  ];
  const sums = namesAround(own).map((other) => [`${textAt(own)} + ${other}`, 0.7] as const);
  return [...given, ...scaled, ...sums, [String(found), 0.65] as const].flatMap(([next, cost]) =>
    next === textAt(own)
      ? []
      : [
          {
            fix: { title: `Set ${name} to ${next}${lineOf(own)}`, edits: [{ ...own, text: next }] },
            cost: cost + misplaced,
          },
        ],
  );
}

/** A part of what is written, or another name that the function around it is given. */
export function renamings(wrong: Step, name: string): Proposal[] {
  const written = argumentAt(wrong, name, name === "num_channels" ? 1 : undefined) ?? writtenAt(wrong, name);
  if (written === undefined) return [];
  const proposed = (text: string, cost: number): Proposal[] => {
    const title = `Set ${name} to ${text}${lineOf(written)}`;
    return text === textAt(written) ? [] : [{ fix: { title, edits: [{ ...written, text }] }, cost }];
  };
  return [
    ...operandsOf(textAt(written)).flatMap((text) => proposed(text, 0.15)),
    ...parametersAround(written).flatMap((text) => proposed(text, 0.6)),
  ];
}

/** What the construction of a step that gives so many channels says for that, where it is no bare number. */
function namesGiven(step: Step, found: number, place: Written): string[] {
  return [...GIVES, ...NORMS].flatMap((name) => {
    if (numberOf(step, name) !== found) return [];
    const written = argumentAt(step, name, PAIRED.test(step.type) && GIVES.includes(name) ? 1 : undefined);
    return written && !/^\d+$/.test(textAt(written)) && meansTheSame(written, place) ? [textAt(written)] : [];
  });
}

/** What a step that gives so many channels has written for that. */
function givenTexts(step: Step, found: number, place: Written): string[] {
  return [...GIVES, ...NORMS].flatMap((name) => {
    const written = writtenAt(step, name);
    const fits = written !== undefined && numberOf(step, name) === found && meansTheSame(written, place);
    return fits ? [textAt(written)] : [];
  });
}

/** The number that each step before would have to give, with the norms between that count the same. */
function producerProposals(before: readonly Reached[], expected: number, found: number): Proposal[] {
  const norms: SourceFix[] = [];
  const proposals: (Proposal | undefined)[] = [];
  for (const { step, distance } of before) {
    const isKeras = step.outputs[0] instanceof KerasTensor;
    const norm = NORMS.find((name) => numberOf(step, name) === found);
    const normFix = norm && setTo(step, norm, String(expected));
    if (normFix) norms.push(normFix);
    for (const name of GIVES) {
      const current = numberOf(step, name);
      for (const wanted of current === undefined ? [] : numbersWanted(current, expected, found)) {
        // Whoever gives more than one channel hardly meant one.
        const single = wanted === 1 ? 0.6 : 0;
        const cost = 1 + distance / 10 + (current === found ? 0 : 0.5) + single + unevenness(current, wanted);
        const written = isKeras ? writtenAt(step, name) : undefined;
        if (written && !/^\d+$/.test(textAt(written))) {
          const others = rewritings(name, written, current as number, wanted);
          proposals.push(...others.map((each) => propose(each.fix, each.cost + cost)));
          continue;
        }
        const fix = setTo(step, name, String(wanted));
        proposals.push(propose(fix, cost), propose(fix && together([fix, ...norms]), cost + 0.4 + norms.length / 10));
        proposals.push(
          ...rescaled(step, name, current as number, wanted).map((each) => propose(each?.fix, cost + 0.2)),
        );
      }
      if (current !== undefined) proposals.push(...operandFixes(step, name, (isKeras ? 1 : 1.3) + distance / 10));
      if (current !== undefined && !isKeras && distance <= 4)
        proposals.push(...givenNames(step, name, (current * expected) / found, 1.15 + distance / 10));
    }
  }
  return proposals.flatMap((proposal) => proposal ?? []);
}

/** A name in the place of another, or times another number, where the step's own construction writes one. */
function givenNames(step: Step, name: string, wanted: number, cost: number): Proposal[] {
  const own = argumentAt(step, name, PAIRED.test(step.type) || step.module?.cls.written ? 1 : undefined);
  const current = numberOf(step, name);
  if (own === undefined || current === undefined || !/^[A-Za-z_][\w.]*$/.test(textAt(own))) return [];
  const text = textAt(own);
  const scaled = [
    ...(wanted % current === 0 ? [`${text} * ${wanted / current}`] : []),
    ...(current % wanted === 0 && wanted > 1 ? [`${text} // ${current / wanted}`] : []),
    ...(wanted === current * current ? [`${text} * ${text}`] : []),
  ];
  return [...parametersAround(own), ...scaled].flatMap((next) =>
    next === text
      ? []
      : [{ fix: { title: `Set ${name} to ${next}${lineOf(own)}`, edits: [{ ...own, text: next }] }, cost }],
  );
}

/** Without a factor too much, which stands in one place however often its block is built. */
function operandFixes(step: Step, name: string, cost: number): Proposal[] {
  const written = writtenAt(step, name);
  if (written === undefined) return [];
  return operandsOf(textAt(written)).map((text) => ({
    fix: { title: `Set ${name} to ${text}${lineOf(written)}`, edits: [{ ...written, text }] },
    cost,
  }));
}

/** As many times less or more; or so many less or more, where others are joined to it. */
function numbersWanted(current: number, expected: number, found: number): number[] {
  const wanted = [(current * expected) / found, current + expected - found];
  return [...new Set(wanted)].filter((number) => Number.isInteger(number) && number > 0 && number !== current);
}

function together(fixes: readonly SourceFix[]): SourceFix | undefined {
  const [first, second] = fixes;
  if (first === undefined || second === undefined) return undefined;
  return { title: `${first.title}, and the norms behind it`, edits: fixes.flatMap(({ edits }) => edits) };
}

/** One whole number of an expression changed so that all of it is worth what is wanted: `planes * 2` to `planes * 4`. */
function rescaled(step: Step, name: string, current: number, wanted: number): (Proposal | undefined)[] {
  const written = writtenAt(step, name);
  if (written === undefined) return [];
  const text = textAt(written);
  return [...text.matchAll(/(?<![\w.])\d+(?![\w.])/g)].flatMap(({ 0: digits, index }) => {
    const isDivisor = /\/\s*$/.test(text.slice(0, index));
    const scaled = isDivisor ? (Number(digits) * current) / wanted : (Number(digits) * wanted) / current;
    const options = [scaled, Number(digits) + wanted - current];
    return options
      .filter((next) => digits !== text && Number.isInteger(next) && next > 0)
      .map((next) => {
        const replaced = text.slice(0, index) + String(next) + text.slice(index + digits.length);
        return propose({ title: `Write ${replaced}${lineOf(written)}`, edits: [{ ...written, text: replaced }] }, 0.3);
      });
  });
}

/** Arguments in the wrong order, of the call that goes wrong and of what gives it its channels. */
function exchanges(wrong: Step, found: number | undefined, before: readonly Reached[]): Proposal[] {
  const near = before.filter(({ step }) => GIVES.some((name) => numberOf(step, name) !== undefined)).slice(0, 3);
  const steps = [{ step: wrong, distance: 0 }, ...near];
  return steps.flatMap(({ step, distance }, place) => {
    const fix = PAIRED.test(step.type) ? exchanged(step) : undefined;
    // What comes in is just what the call says that it gives.
    const isSwapped = place === 0 && found !== undefined && GIVES.some((name) => numberOf(step, name) === found);
    return fix ? [{ fix, cost: (isSwapped ? -0.5 : place === 0 ? 0.1 : 0.8) + distance / 10 }] : [];
  });
}

/** People write even numbers of channels: 63 in place of 64 is a slip, 64 in place of 63 its remedy. */
function unevenness(current: number | undefined, next: number): number {
  return Math.max(0, oddness(next) - oddness(current ?? next));
}

function oddness(value: number): number {
  return value < 8 || value % 8 === 0 || value % 10 === 0 ? 0 : value % 4 === 0 ? 0.4 : 1.5;
}
