/**
 * Remedies for axes in the wrong place: other numbers of the axes that an operation names, and a step that was left out before
 * the call that goes wrong.
 */
import { KerasTensor } from "../../../../python/keras/keras-tensor.ts";
import type { SourceFix } from "../../../../python/trace.ts";
import { type Proposal, propose, type Step, sizeAt, type WrongStep } from "../proposal.ts";
import { bracketsOf, callSite, type Literal, literalsIn } from "../source/call-text.ts";
import type { Reached } from "../source/reach.ts";
import { setTo } from "../source/settings.ts";
import { lineOf, rewritten, shortened, textAt } from "../source/written.ts";

const MOVES =
  /^(permute|transpose|swapaxes|movedim|flatten|Flatten|unflatten|unsqueeze|squeeze|view|reshape|cat|concat|stack|mean|sum|amax|max|min|softmax|log_softmax|chunk|split|Concatenate|Permute|select|narrow)$/;
/** `keras.ops` and TensorFlow beside those. */
const MOVES_OF_KERAS =
  /^(expand_dims|reduce_(mean|sum|max)|ExpandDims|Squeeze|Transpose|Swapaxes|Moveaxis|Reshape|Stack|Split|Mean|Sum|Max|Dot)$/;
/** Other numbers than axes. */
const HOLDS_SIZES = /^(view|reshape|Reshape|unflatten|chunk|[Ss]plit|select|narrow)$/;
/** How much likelier an axis is a slip that the tensor does not have. */
const IMPOSSIBLE = -0.3;
/** The same of an order that names an axis twice. */
const IN_NO_ORDER = -1.1;
const ORDERS = /^(permute|transpose|swapaxes|Permute|Transpose|Swapaxes)$/;

export function layoutProposals(wrong: Step, before: readonly Reached[]): Proposal[] {
  return [...joinProposals(wrong), ...batchFirst(wrong, before), ...callProposals(wrong, before)];
}

/** Keras's layers that join are told their axis where they are built. */
function joinProposals(wrong: Step): Proposal[] {
  if (wrong.type !== "Concatenate" || wrong.module === undefined) return [];
  return [-1, 1, 2].flatMap((axis, place) => propose(setTo(wrong, "axis", String(axis)), 0.4 + place / 5) ?? []);
}

/** Of the step right before a mistake the axis is a likely slip. */
const NEXT = /^((un)?squeeze|mean|sum|max|min|amax|cat|stack|chunk|split)$/;
const OF_SEQUENCES = /^(LSTM|GRU|RNN|MultiheadAttention|Transformer\w*)$/;

/** PyTorch's layers of sequences take the batch second unless they are told. */
function batchFirst(wrong: Step, before: readonly Reached[]): Proposal[] {
  const steps = [wrong, ...before.map(({ step }) => step)].filter(({ type }) => OF_SEQUENCES.test(type));
  return steps.flatMap((step) => {
    const isFirst = step.settings?.("batch_first")?.value === true;
    return propose(setTo(step, "batch_first", isFirst ? "False" : "True"), isFirst ? 1 : 0.4) ?? [];
  });
}

function callProposals(wrong: Step, before: readonly Reached[]): Proposal[] {
  const steps = [{ step: wrong, distance: 0 }, ...before];
  return steps
    .filter(({ step: { type } }) => MOVES.test(type) || MOVES_OF_KERAS.test(type))
    .slice(0, 5)
    .flatMap(({ step, distance }, place) => {
      const rank = Math.max(2, step.inputs[0]?.shape?.length ?? 4);
      const isNext = distance <= (/squeeze/.test(step.type) ? 1 : 0) && step !== wrong && NEXT.test(step.type);
      const isOrder = ORDERS.test(step.type);
      const base = isOddFlattening(step, wrong)
        ? ODD
        : (place === 0 && step === wrong ? 0.6 : isNext ? 0.4 : isOrder ? 0.7 : 1) + distance / 10;
      return otherAxes(step, rank).map(({ fix, cost }) => ({ fix, cost: cost + base }));
    });
}

const ODD = -0.5;

/** What comes to a linear layer flattened from any axis but the second. */
function isOddFlattening({ type, settings }: Step, wrong: Step): boolean {
  const start = settings?.("start_dim")?.value;
  return /^flatten$/i.test(type) && /^linear$/i.test(wrong.type) && typeof start === "number" && start !== 1;
}

function otherAxes(step: Step, rank: number): Proposal[] {
  // A layer's axes stand where it is built.
  const place = callSite(step.module?.site ?? step.site);
  if (place === undefined) return [];
  // An axis that there is not may have any number.
  const isMissing = (value: number): boolean => value > rank && !HOLDS_SIZES.test(step.type);
  const written = literalsIn(bracketsOf(place)).filter(({ value }) => Math.abs(value) < 6 || isMissing(value));
  const missing = written.filter(({ value }) => isMissing(value));
  const literals = missing.length > 0 ? missing : written;
  const change = (edits: readonly (readonly [Literal, number])[], words: string): SourceFix => ({
    title: `${words}${lineOf(place)}`,
    edits: edits.map(([{ at }, value]) => ({ ...at, text: String(value) })),
  });
  if (ORDERS.test(step.type)) return orders(written, step.type === "Permute" ? 0 : rank, change);
  // Keras joins channels, which stand last, and never samples.
  const isKeras = step.inputs[0] instanceof KerasTensor;
  const isSecond =
    /^(flatten|cat|concat|Concatenate)$/.test(step.type) || (rank === 3 && /^(mean|sum)$/.test(step.type));
  const likely = isSecond && !isKeras ? 1 : -1;
  const joinsSamples = (axis: number): boolean => isKeras && axis === 0 && step.type === "Concatenate";
  const only = onlyAxisToJoin(step);
  return literals.slice(-3).flatMap((literal) =>
    Array.from({ length: rank + 1 }, (_, index) => index - 1)
      .filter(
        (axis) =>
          axis !== literal.value &&
          !joinsSamples(axis) &&
          (!/^squeeze$/i.test(step.type) || sizeAt(step.inputs[0], axis) === 1),
      )
      .map((axis) => ({
        fix: change([[literal, axis]], `Use axis ${axis}`),
        // Of sequences the last axis is written as such.
        cost:
          (axis === likely ? 0 : axis === 0 ? 0.8 : rank === 3 && axis === 2 ? 0.5 : 0.4) +
          (missing.length > 0 ? IMPOSSIBLE : Math.abs(axis - literal.value) / 20) +
          (axis === only ? ONLY_FITTING : 0),
      })),
  );
}

const ONLY_FITTING = -0.9;

/** The only axis in which tensors differ that are to be joined. */
function onlyAxisToJoin({ type, inputs: [first, ...others] }: Step): number | undefined {
  const shape = first?.shape;
  if (!/^(cat|concat)$/.test(type) || shape === undefined || others.length === 0) return undefined;
  const differs = (axis: number): boolean => others.some((other) => sizeAt(other, axis) !== sizeAt(first, axis));
  const axes = shape.flatMap((_, axis) => (differs(axis) ? [axis] : []));
  return axes.length === 1 && others.every((other) => other.shape?.length === shape.length) ? axes[0] : undefined;
}

type Change = (edits: readonly (readonly [Literal, number])[], words: string) => SourceFix;

/** Other orders of the axes: of few axes all of them, the nearest first; two that are exchanged may be any of `rank`. */
function orders(literals: readonly Literal[], rank: number, change: Change): Proposal[] {
  const written = literals.map(({ value }) => value);
  const others = literals.length === 2 && rank > 2 ? pairsOf(rank) : ordersLike(written, rank);
  return others
    .filter((order) => order.some((axis, place) => axis !== written[place]))
    .map((order) => {
      const changed = literals.flatMap((literal, place) =>
        order[place] === literal.value ? [] : [[literal, order[place] as number] as const],
      );
      // The batch stays in front as a rule.
      const movesBatch = written[0] === 0 && order[0] !== 0 && order.length > 2;
      const isSurely = order.length > 2 && order.length === rank && isImpossible(written, rank);
      const moved = order.reduce((far, axis, place) => far + Math.abs(axis < 0 ? 0 : axis - place), 0);
      const surely = isSurely ? IN_NO_ORDER + moved / 100 : 0;
      const cost = 0.3 + changed.length / 10 + (movesBatch ? 0.5 : 0) + surely;
      return { fix: change(changed, `Use the axes ${order.join(", ")}`), cost };
    });
}

/** All orders of the axes that are written; where one is written twice or does not exist, of those that should be. */
function ordersLike(written: readonly number[], rank: number): number[][] {
  if (!isImpossible(written, rank)) return permutations(written).slice(0, 24);
  const axes = axesOf(written, rank);
  const named = fromTheFront(written, rank);
  const missing = axes.find((axis) => !named.includes(axis)) as number;
  return named.flatMap((_, place) => {
    const order = named.with(place, missing);
    const isOrder = new Set(order).size === order.length && order.every((each) => axes.includes(each));
    return isOrder ? [written.with(place, missing)] : [];
  });
}

function fromTheFront(written: readonly number[], rank: number): number[] {
  return written.map((axis) => (axis < 0 ? axis + rank : axis));
}

function axesOf(written: readonly number[], rank: number): number[] {
  const first = written.length === rank ? 0 : Math.min(1, ...written.filter((axis) => axis >= 0));
  return written.map((_, place) => place + first);
}

/** One of them is named twice, or there is none of that number. */
function isImpossible(written: readonly number[], rank: number): boolean {
  const named = fromTheFront(written, rank);
  return !axesOf(written, rank).every((axis) => named.includes(axis));
}

function pairsOf(rank: number): number[][] {
  return Array.from({ length: rank }, (_, a) =>
    Array.from({ length: rank - a - 1 }, (__, index) => [a, a + index + 1]),
  ).flat();
}

function permutations(items: readonly number[]): number[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, place) => permutations(items.toSpliced(place, 1)).map((rest) => [item, ...rest]));
}

/** How many axes a layer's batches have. */
export function ranksOf(type: string): number | undefined {
  const digit = /[123](?=d$)/.exec(type)?.[0];
  return digit === undefined ? undefined : Number(digit) + 2;
}

/** A step that was left out before the call: axes that must be flattened, added, or brought into another order. */
export function missingSteps({ type, handed, inputs }: WrongStep): Proposal[] {
  const rank = inputs[0]?.shape?.length ?? 0;
  // The layer before a norm of images gives them in the norm's order.
  // Of a square image with as many rows as channels it is not known which axis they are.
  const isImage = rank === 4 && !/Norm/.test(type) && sizeAt(inputs[0], 2) !== sizeAt(inputs[0], 3);
  if (handed === undefined || rank === 0) return [];
  const text = textAt(handed);
  if (!/^[\w.]+(\(.*\)|\[.*\])*$/s.test(text)) return [];
  const steps: (readonly [added: string, cost: number, fits: boolean])[] = [
    [".flatten(1)", 1, rank > 2 && !/Norm/.test(type)],
    [".transpose(1, 2)", 1.6, rank === 3],
    [".permute(0, 3, 1, 2)", 1.4, isImage],
    [".permute(0, 2, 3, 1)", 1.8, isImage],
    [".permute(1, 0, 2)", 2, rank === 3],
    [".unsqueeze(1)", rank + 1 === ranksOf(type) ? 0.5 : 1.7, rank < 4],
    [".squeeze(-1)", 1.8, rank > 1],
    [".t()", 2, rank === 2],
  ];
  return steps
    .filter(([, , fits]) => fits)
    .map(([added, cost]) => rewritten(handed, text + added, cost, `Write ${shortened(text)}${added}`));
}
