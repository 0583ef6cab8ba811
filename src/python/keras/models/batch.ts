/** What `fit`, `evaluate` and `predict` are handed, and one batch of it. */
import { evaluateDim } from "../../../tensor/dim/evaluate.ts";
import type { Arguments } from "../../arguments.ts";
import type { Run } from "../../run.ts";
import { Stream } from "../../stream.ts";
import { List, Tuple, Unknown, type Value } from "../../value.ts";
import { Dataset } from "../data/dataset.ts";
import { inputsOf } from "../data/sources.ts";
import { KerasTensor, tensorOf } from "../keras-tensor.ts";
import { mapTensors, tensorsIn } from "../nested.ts";
import { dataTensor } from "../ops/creating.ts";
import { Options } from "../options.ts";
import { batchLetter, openSize } from "../session.ts";

export function dataIn(args: Arguments): Value | undefined {
  return args.positional[0]?.value ?? args.named.get("x")?.value;
}

/** What the answers are compared with. */
export function targetsIn(args: Arguments): Value | undefined {
  return targetsOf(dataIn(args)) ?? arraysToCompare(args);
}

function arraysToCompare(args: Arguments): Value | undefined {
  return args.positional[1]?.value ?? args.named.get("y")?.value;
}

/** Arrays alone: a data set to validate with is often prepared in another way than that to train with. */
export function validationTargetsIn(args: Arguments): Value | undefined {
  const data = validationData(args);
  return data instanceof Tuple ? data.items[1] : undefined;
}

export function validationData(args: Arguments): Value | undefined {
  return args.named.get("validation_data")?.value ?? undefined;
}

function targetsOf(data: Value | undefined): Value | undefined {
  return data instanceof Dataset && data.each instanceof Tuple ? data.each.items[1] : undefined;
}

/** The inputs of one batch, of whatever length; `undefined`: not all of their sizes are known. */
export function batchFrom(run: Run, data: Value | undefined): Value | undefined {
  if (data === undefined) return undefined;
  const inputs = inputsOf(data);
  const tensors = tensorsIn(inputs);
  const isKnown = tensors.length > 0 && tensors.every(({ shape }) => shape !== undefined && shape.length > 1);
  if (!isKnown) return undefined;
  return mapTensors(inputs, (data) => {
    const batch = tensorOf([openSize(run, batchLetter), ...(data.shape ?? []).slice(1)], data.dtype);
    batch.madeFrom = [data];
    return batch;
  });
}

/**
 * What a `train_step`, `test_step` or `predict_step` gets: what a data set gives in a round, or a batch of each array, alone or in
 * a tuple `(x, y, sample_weight)`. Source: Keras 3.15, `pack_x_y_sample_weight`.
 */
export function stepData(run: Run, args: Arguments): Value {
  const data = dataIn(args);
  if (data === undefined || data instanceof Unknown) return new Unknown("what a model is trained with is not known");
  if (data instanceof Stream) return data.each;
  if (args.open || !isArrays(data)) return new Unknown("what a model is trained with is known when it runs");
  return rowsOf(run, packed([data, arraysToCompare(args) ?? null, args.named.get("sample_weight")?.value ?? null]));
}

/** Inputs, targets and weights without those at the end that are not given; a tensor alone stays one. */
export function packed(all: readonly Value[]): Value {
  const parts = all.slice(0, 1 + all.findLastIndex((part) => part !== null));
  const [first = null] = parts;
  return parts.length > 1 || first instanceof Tuple || first instanceof List ? new Tuple(parts) : first;
}

/** Inputs, targets and weights, as `unpack_x_y_sample_weight` takes them apart. */
export function partsOf(data: Value): readonly [Value, Value, Value] {
  if (data instanceof Unknown) return [data, data, data];
  if (!(data instanceof Tuple || data instanceof List)) return [data, null, null];
  const [inputs = null, targets = null, weights = null] = data.items;
  return [inputs, targets, weights];
}

/** How many samples the first batch has; `undefined`: that is not known. `fit` takes 32 of arrays at a time. */
export function firstBatch(run: Run, args: Arguments): number | undefined {
  const data = dataIn(args);
  if (data instanceof Dataset) return data.counts.batch;
  const size = new Options(run, ["x", "y", "batch_size"], args).number("batch_size", USUAL_BATCH);
  const rows = tensorsIn(data)[0]?.shape?.[0];
  return size !== undefined && typeof rows === "number" ? Math.min(size, rows) : undefined;
}

const USUAL_BATCH = 32;

/** The data with so many samples where their number was left open. */
export function withSamples(data: Value, samples: number): Value {
  const letters = new Map([[batchLetter, samples]]);
  return mapTensors(data, ({ shape, dtype, reason }) =>
    dataTensor(
      new KerasTensor(
        shape?.map((size) => evaluateDim(size, letters) ?? size),
        dtype,
        reason,
      ),
    ),
  );
}

function isArrays(data: Value): boolean {
  return tensorsIn(data).length > 0;
}

/** Some rows of each array; Keras makes tuples of lists, and one kind of numbers of all that are no whole ones. */
function rowsOf(run: Run, arrays: Value): Value {
  if (arrays instanceof List || arrays instanceof Tuple)
    return new Tuple(arrays.items.map((part) => rowsOf(run, part)));
  return mapTensors(arrays, ({ shape, dtype, reason }) => {
    const rows = shape?.length ? [openSize(run, batchLetter), ...shape.slice(1)] : undefined;
    const kind = dtype?.startsWith("float") ? "float32" : dtype;
    return dataTensor(new KerasTensor(rows, kind, rows ? undefined : (reason ?? "a shape is not known")));
  });
}
