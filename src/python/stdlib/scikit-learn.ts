/** The one function of scikit-learn that stands between a data set and a model in many scripts. */
import { Builtin } from "../callables.ts";
import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { List, type Module, Slice, Unknown, type Value } from "../value.ts";
import { numberOf } from "./math.ts";
import { moduleOf } from "./module-of.ts";
import { valuesOf } from "./read-arguments.ts";

/** Which share of the rows is for testing without a word. */
const TESTED = 0.25;

/** A part and the rest of each array, shuffled: their rows' shapes are the array's. */
const trainTestSplit = new Builtin("train_test_split", (run, args, site) => {
  if (args.open) return new Unknown("which arrays are split is not known");
  const sizes = {
    test: args.named.get("test_size")?.value ?? null,
    train: args.named.get("train_size")?.value ?? null,
  };
  return new List(
    valuesOf(args).flatMap((array) => {
      const chosen = (from: Value, to: Value) => rowsFrom(run, array, new Slice(from, to, null), site);
      const training = trainingRows(rowsOf(array), sizes);
      return [chosen(null, training), chosen(training, null)];
    }),
  );
});

function rowsFrom(run: Run, array: Value, slice: Slice, site: Site): Value {
  if (array instanceof Unknown) return array;
  if (!(array instanceof Native)) return new Unknown("which rows are chosen is not known");
  return array.item(run, slice, site) ?? new Unknown("what is split is not an array");
}

function rowsOf(array: Value): number | undefined {
  const shape = typeof array === "object" && array !== null && "shape" in array ? array.shape : undefined;
  return Array.isArray(shape) && typeof shape[0] === "number" ? shape[0] : undefined;
}

/** As scikit-learn counts them: numbers of rows, or shares, of which the test's is rounded up and the training's down. */
function trainingRows(
  count: number | undefined,
  { test, train }: { readonly test: Value; readonly train: Value },
): Value {
  const [tested, trained] = [numberOf(test), numberOf(train)];
  const isKnown = (tested !== undefined || test === null) && (trained !== undefined || train === null);
  if (count === undefined || !isKnown || (tested !== undefined && trained !== undefined))
    return new Unknown("how many rows are for training is not known");
  if (trained !== undefined) return trained < 1 ? Math.floor(trained * count) : trained;
  const share = tested ?? TESTED;
  return count - (share < 1 ? Math.ceil(share * count) : share);
}

export function modelSelectionModule(): Module {
  return moduleOf("sklearn.model_selection", [trainTestSplit]);
}
