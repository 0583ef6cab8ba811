/** `keras.losses`, as `compile` takes them: by a word, a function or a class. What a loss is worth is known when it runs. */
import { Builtin } from "../../callables.ts";
import { Native } from "../../native.ts";
import { Unknown, type Value } from "../../value.ts";

/** How a loss compares answers with targets. */
export type LossKind = "classes" | "class numbers" | "binary" | "elementwise";

const WORDS: Readonly<Record<LossKind, string>> = {
  classes: "categorical_crossentropy",
  "class numbers": "sparse_categorical_crossentropy",
  binary: "binary_crossentropy",
  elementwise:
    "mse mae mean_squared_error mean_absolute_error mean_squared_logarithmic_error kl_divergence poisson huber hinge squared_hinge log_cosh",
};

const kinds: ReadonlyMap<string, LossKind> = new Map(
  Object.entries(WORDS).flatMap(([kind, words]) => words.split(" ").map((word) => [plain(word), kind as LossKind])),
);

export class KerasLoss extends Native {
  readonly typeName = "Loss";
  readonly word: string;

  constructor(word: string) {
    super();
    this.word = word;
  }

  override call(): Value {
    return new Unknown("what a loss is worth is known when it runs");
  }
}

/** `undefined`: a loss of the user's own, or one whose targets are not checked. */
export function lossKind(loss: Value | undefined): LossKind | undefined {
  const word = loss instanceof KerasLoss ? loss.word : loss;
  return typeof word === "string" ? kinds.get(plain(word)) : undefined;
}

/** `CategoricalCrossentropy` is a class, `categorical_crossentropy` a function. */
export function lossMember(name: string): Value {
  if (!kinds.has(plain(name))) return new Unknown(`what ${name} gives is known when it runs`);
  return /^[A-Z]/.test(name) ? new Builtin(name, () => new KerasLoss(name)) : new KerasLoss(name);
}

function plain(word: string): string {
  return word.replaceAll("_", "").toLowerCase();
}
