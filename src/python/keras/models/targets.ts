/**
 * Which targets a loss takes for what a model answers, as `fit` of Keras 3.15 checks it; sizes are those of one sample. A difference
 * has to be certain.
 */
import type { Dim } from "../../../tensor/dim.ts";
import type { Argument } from "../../arguments.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { codes } from "../../tensors/codes.ts";
import type { Settings, SourceFix } from "../../trace.ts";
import { type Instance, List, Tuple, type Value } from "../../value.ts";
import { replaceArgument } from "../fixes.ts";
import type { KerasTensor } from "../keras-tensor.ts";
import { stateIn } from "../layer-state.ts";
import { asTensor } from "../nested.ts";
import { areClassNumbers, differ, perRow } from "../ops/losses.ts";
import { batchLetter, openSize } from "../session.ts";
import { formatShape, type Shape } from "../sizes.ts";
import { crossEntropyOf, KerasLoss, type LossKind, lossKind } from "./losses.ts";

/** The wrong call's type in what is reported here: its first input is the answer, a second one the targets with as many axes. */
export const TRAINING = "fit";

interface Compared {
  readonly targets: Value | undefined;
  readonly answers: readonly KerasTensor[];
  /** How many samples are compared at once; `undefined`: that is not known. */
  readonly samples?: number | undefined;
}

/** Reports targets that the model's loss refuses, at the call that brings them; true if it did. */
export function checkTargets(run: Run, model: Instance, { targets, answers, samples }: Compared, site: Site): boolean {
  const batch = samples ?? openSize(run, batchLetter);
  return comparisonsOf(model, targets, answers).some((comparison) =>
    report(run, model, { ...comparison, batch }, site),
  );
}

interface Comparison {
  readonly loss: Value | undefined;
  readonly targets: KerasTensor | undefined;
  readonly answer: KerasTensor;
}

/** Of a batch of that many samples. */
interface BatchComparison extends Comparison {
  readonly batch: Dim;
}

/** Of several answers each with its own targets, and with its own loss or the one of all. */
function comparisonsOf(model: Instance, targets: Value | undefined, answers: readonly KerasTensor[]): Comparison[] {
  const loss = stateIn(model)?.loss?.value;
  const [only] = answers;
  if (only !== undefined && answers.length === 1)
    return [{ loss: alone(loss), targets: asTensor(targets), answer: only }];
  const given = targets instanceof List || targets instanceof Tuple ? targets.items : [];
  const losses = loss instanceof List || loss instanceof Tuple ? loss.items : answers.map(() => loss);
  if (given.length !== answers.length || losses.length !== answers.length) return [];
  return answers.map((answer, place) => ({ loss: losses[place], targets: asTensor(given[place]), answer }));
}

/** The loss of one answer may stand in a list. */
function alone(loss: Value | undefined): Value | undefined {
  return loss instanceof List && loss.items.length === 1 ? loss.items[0] : loss;
}

function report(run: Run, model: Instance, { loss, targets, answer, batch }: BatchComparison, site: Site): boolean {
  const kind = lossKind(loss);
  if (kind === undefined || !targets?.shape?.length || answer.shape === undefined) return false;
  const [given, answered] = [targets.shape.slice(1), answer.shape.slice(1)];
  if (!isRefused(kind, given, answered, batch)) return false;
  const isOnly = loss === alone(stateIn(model)?.loss?.value);
  const fix =
    (isOnly ? otherLoss(model, kind, { given, answered, answer, batch }) : undefined) ??
    otherUnits(answer, kind, given, answered);
  const message =
    `${model.cls.name}: its targets are ${formatShape(targets.shape)} and its answers ${formatShape(answer.shape)}; ` +
    `${isOfOneClass(kind, answered) ? ONE_CLASS : wanted[kind]}.${fix ? ` ${fix.title}.` : ""}`;
  const inputs = given.length === answered.length ? [answer, targets] : [answer];
  const settings: Settings = (name) => (name === "loss" ? namedLoss(stateIn(model)?.loss) : undefined);
  const call = { type: TRAINING, module: undefined, inputs, settings };
  run.trace.report({ code: codes.target, severity: "error", message, site, call, ...(fix && { fix }) });
  return true;
}

const wanted: Readonly<Record<LossKind, string>> = {
  classes: "categorical cross entropy compares shapes that are the same",
  binary: "binary cross entropy compares shapes that are the same",
  "class numbers": "sparse categorical cross entropy takes the number of one class for each row of answers",
  elementwise: "the loss compares number with number",
};

const ONE_CLASS = "sparse categorical cross entropy chooses among several classes";

function isOfOneClass(kind: LossKind, answered: Shape): boolean {
  return kind === "class numbers" && answered.at(-1) === 1;
}

function isRefused(kind: LossKind, given: Shape, answered: Shape, batch: Dim): boolean {
  if (kind === "class numbers") return isOfOneClass(kind, answered) || !areClassNumbers(given, answered.slice(0, -1));
  if (kind === "elementwise") return isRefusedByNumbers(given, answered, batch);
  return differ(...aligned(given, answered));
}

/** Both are broadcast; one number for each sample meets no row, unless that happens to be as long as the batch. */
function isRefusedByNumbers(given: Shape, answered: Shape, batch: Dim): boolean {
  const [left, right] = aligned(given, answered);
  if (left.length === 0 && right.length === 1) return true;
  return "mistake" in perRow([batch, ...given], [batch, ...answered], undefined);
}

/** With a last axis of one taken away where the other has an axis less, and targets of one number as a column. */
function aligned(given: Shape, answered: Shape): readonly [Shape, Shape] {
  if (given.length === answered.length - 1 && answered.at(-1) === 1) return [given, answered.slice(0, -1)];
  if (answered.length === given.length - 1 && given.at(-1) === 1) return [given.slice(0, -1), answered];
  return [given, answered];
}

interface Differing {
  readonly batch: Dim;
  readonly given: Shape;
  readonly answered: Shape;
  readonly answer: KerasTensor;
}

/** Numbers of classes instead of a column for each, or the reverse; where several classes are answered, no other loss. */
function otherLoss(
  model: Instance,
  kind: LossKind,
  { given, answered, answer, batch }: Differing,
): SourceFix | undefined {
  const loss = namedLoss(stateIn(model)?.loss);
  const other = kind === "class numbers" ? "classes" : "class numbers";
  const written = loss?.written;
  if (written === undefined || isRefused(other, given, answered, batch)) return undefined;
  // Classes that nobody counts may be as many as there are columns, or not.
  if (other === "classes" && typeof answered.at(-1) !== "number") return undefined;
  const text = written.file.text.slice(written.range.start, written.range.end);
  if (kind === "binary" || kind === "elementwise") return ofClasses(text, loss, answer);
  if (isOfOneClass(kind, answered)) return replaceArgument(loss, ofTwo(text), "Use binary_crossentropy");
  const changed = crossEntropyOf(other, text);
  const [word] = /\w*crossentropy/i.exec(changed) ?? [];
  return word === undefined || changed === text ? undefined : replaceArgument(loss, changed, `Use ${word}`);
}

/** An object with a name of its own is changed where its class is named. */
function namedLoss(loss: Argument | undefined): Argument | undefined {
  if (!(loss?.value instanceof KerasLoss) || loss.value.named === undefined) return loss;
  return { ...loss, written: loss.value.named };
}

/** The loss of class numbers, for answers of several classes. */
function ofClasses(
  text: string,
  loss: Parameters<typeof replaceArgument>[0],
  answer: KerasTensor,
): SourceFix | undefined {
  const last = lastWithUnits(answer);
  const activation = last && stateIn(last)?.options.argument("activation")?.value;
  const isSoftmax = activation === "softmax";
  const classes = answer.shape?.at(-1);
  const isOfClasses = typeof classes === "number" ? classes >= (isSoftmax ? 2 : FEWEST_CLASSES) : isSoftmax;
  // What is made for a layer behind it is no answer.
  if (!isOfClasses || activation === "relu") return undefined;
  const changed = text
    .replace(/^(["'])\w+\1$/, "$1sparse_categorical_crossentropy$1")
    .replace(/(?<!\w)binary_crossentropy/, "sparse_categorical_crossentropy")
    .replace(/(?<!\w)BinaryCrossentropy/, "SparseCategoricalCrossentropy");
  const [name] = /\w*crossentropy/i.exec(changed) ?? [];
  return name === undefined || changed === text ? undefined : replaceArgument(loss, changed, `Use ${name}`);
}

const FEWEST_CLASSES = 3;

/** The cross entropy of one number that says how likely one of two classes is. */
function ofTwo(text: string): string {
  return text
    .replace(/(?<!\w)(?:sparse_)?categorical_crossentropy/, "binary_crossentropy")
    .replace(/(?<!\w)(?:Sparse)?CategoricalCrossentropy/, "BinaryCrossentropy");
}

/** The last layer gives as many numbers as a target has. */
function otherUnits(answer: KerasTensor, kind: LossKind, given: Shape, answered: Shape): SourceFix | undefined {
  const size = given.at(-1);
  if (kind === "class numbers" || typeof size !== "number" || given.length !== answered.length) return undefined;
  if (differ(given.slice(0, -1), answered.slice(0, -1))) return undefined;
  const layer = lastWithUnits(answer);
  return replaceArgument(layer && stateIn(layer)?.options.argument("units"), String(size), `Set units to ${size}`);
}

const KEEPING = /^(Activation|Softmax)$/;

/** The layer that decides how many numbers an answer has: the activation of an answer keeps them. */
function lastWithUnits(answer: KerasTensor): Instance | undefined {
  let node = answer.node;
  while (node?.layer && KEEPING.test(node.layer.cls.name)) node = node.inputs[0]?.node;
  return node?.layer?.cls.name === "Dense" ? node.layer : undefined;
}
