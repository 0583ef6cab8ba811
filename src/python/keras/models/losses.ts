/** `keras.losses`, as `compile` takes them: by a word, a function or a class; called, they give a number, or one for each row. */

import type { Argument, Arguments } from "../../arguments.ts";
import { Builtin } from "../../callables.ts";
import { Native } from "../../native.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Settings } from "../../trace.ts";
import { Module, Unknown, type Value } from "../../value.ts";
import {
  binary,
  type LossRule,
  ofClasses,
  ofClassNumbers,
  oneNumber,
  perRow,
  perSample,
  sameRank,
} from "../ops/losses.ts";
import { operandFrom } from "../ops/operators.ts";
import { perform } from "../ops/perform.ts";
import { notKnown } from "../ops/tensor-op.ts";
import { Options } from "../options.ts";

/** How a loss compares answers with targets. */
export type LossKind = "classes" | "class numbers" | "binary" | "elementwise";

interface Comparison {
  /** `undefined`: its targets are not checked. */
  readonly kind: LossKind | undefined;
  readonly rule: LossRule;
  readonly names: string;
}

const comparisons: readonly Comparison[] = [
  { kind: "classes", rule: ofClasses, names: "categorical_crossentropy" },
  { kind: "class numbers", rule: ofClassNumbers, names: "sparse_categorical_crossentropy" },
  { kind: "binary", rule: binary, names: "binary_crossentropy" },
  {
    kind: "elementwise",
    rule: perRow,
    names:
      "mse mae mean_squared_error mean_absolute_error mean_squared_logarithmic_error kl_divergence poisson huber hinge squared_hinge log_cosh",
  },
  {
    kind: undefined,
    rule: perRow,
    names:
      "msle mape mean_absolute_percentage_error kld kullback_leibler_divergence logcosh categorical_hinge cosine_similarity",
  },
  { kind: undefined, rule: binary, names: "binary_focal_crossentropy" },
  { kind: undefined, rule: ofClasses, names: "categorical_focal_crossentropy" },
  { kind: undefined, rule: oneNumber, names: "dice tversky" },
  { kind: undefined, rule: perSample, names: "ctc" },
];

const byName: ReadonlyMap<string, Comparison> = new Map(
  comparisons.flatMap((comparison) => comparison.names.split(" ").map((name) => [plain(name), comparison])),
);

/** What becomes of the numbers of all rows: for a function nothing does. */
const kept: readonly Value[] = ["none", null];

export class KerasLoss extends Native {
  readonly typeName = "Loss";
  readonly word: string;
  readonly reduction: Value;
  /** What a class made takes an axis of one more or less, a function does not. */
  readonly isClass: boolean;
  /** Where its class is named; `undefined`: a function. */
  readonly named: Argument["written"];

  constructor(word: string, reduction: Value, made?: Site) {
    super();
    this.word = word;
    this.reduction = reduction;
    this.isClass = made !== undefined;
    this.named = made && { file: made.file, range: { start: made.range.start, end: made.anchor.end } };
  }

  override call(run: Run, args: Arguments, site: Site): Value {
    const options = new Options(run, ["y_true", "y_pred"], args);
    const inputs = [options.value("y_true"), options.value("y_pred")].map((value) => operandFrom(value ?? null));
    if (this.reduction instanceof Unknown || !inputs.every((input) => input !== undefined))
      return new Unknown("what a loss compares is not known");
    const rule = byName.get(plain(this.word))?.rule ?? oneNumber;
    const request = { type: this.word, inputs, site, silent: true } as const;
    const settings: Settings = (name) => (name === "loss" ? { value: this, written: this.named } : undefined);
    return (
      perform(run, {
        ...request,
        settings,
        answers: ([targets = [], outputs = []]) => {
          const pair = this.isClass ? sameRank(targets, outputs) : ([targets, outputs] as const);
          const answer = pair ? rule(...pair, options.value("axis")) : notKnown;
          return [kept.includes(this.reduction) || !("shape" in answer) ? answer : { shape: [] }];
        },
      })[0] ?? null
    );
  }
}

/** `undefined`: a loss of the user's own, or one whose targets are not checked. */
export function lossKind(loss: Value | undefined): LossKind | undefined {
  const word = loss instanceof KerasLoss ? loss.word : loss;
  return typeof word === "string" ? byName.get(plain(word))?.kind : undefined;
}

/** As a word, a function or a class. */
const CROSS_ENTROPY = /(?<!\w)(?:sparse_)?(categorical_crossentropy)|(?<!\w)(?:Sparse)?(CategoricalCrossentropy)/;

/** The text that names a cross entropy of several classes, with the one that takes `kind`. */
export function crossEntropyOf(kind: "classes" | "class numbers", text: string): string {
  return text.replace(CROSS_ENTROPY, (_, snake: string | undefined, camel: string | undefined) => {
    const word = snake ?? camel ?? "";
    return kind === "classes" ? word : snake ? `sparse_${word}` : `Sparse${word}`;
  });
}

const reductions = new Module(
  "keras.losses.Reduction",
  new Map(["NONE", "SUM", "SUM_OVER_BATCH_SIZE", "AUTO"].map((name) => [name, name.toLowerCase()])),
);

/** `CategoricalCrossentropy` is a class, `categorical_crossentropy` and its short forms (`MSE`) are functions. */
export function lossMember(name: string): Value {
  if (name === "Reduction") return reductions;
  if (!byName.has(plain(name))) return new Unknown(`what ${name} gives is known when it runs`);
  const isFunction = /^([a-z]|[A-Z]+$)/.test(name) && name !== "CTC";
  return isFunction
    ? new KerasLoss(name, "none")
    : new Builtin(name, (_run, args, site) => new KerasLoss(name, reductionIn(args), site));
}

/** Its place among the others is each class's own. */
function reductionIn({ named, positional, open }: Arguments): Value {
  const reduction = named.get("reduction");
  if (reduction !== undefined) return reduction.value;
  return open || positional.length > 1 ? new Unknown("how its numbers are summed is not known") : "sum_over_batch_size";
}

function plain(word: string): string {
  return word.replaceAll("_", "").toLowerCase();
}
