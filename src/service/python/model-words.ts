/** A Python model in a line: what it costs, and what it is fed with. */
import type { PythonModel } from "../../formats/python/python-document.ts";
import { countOf, formatNumber } from "../words.ts";
import { shapeInWords } from "./shape-words.ts";
import { countedParameters, sizesIn, sumOfSizes } from "./sizes.ts";

export interface Costs {
  /** `undefined`: some size in it is not known. */
  readonly parameters: number | undefined;
  readonly trainable: number | undefined;
  readonly macs: number | undefined;
}

/** Parameters of the whole model, and multiply-accumulates of one pass. */
export function costsOf(model: PythonModel): Costs {
  const { root, operations } = model;
  const parameters = countedParameters(model);
  const trained = parameters.filter(({ trainable }) => trainable);
  const leaves = operations.filter(({ container }) => !container);
  return {
    parameters: root && sumOfSizes(sizesIn(parameters)),
    trainable: root && sumOfSizes(sizesIn(trained)),
    macs: sumOfSizes(leaves.map(({ macs }) => macs ?? 0)),
  };
}

/** `61,706 parameters · 416,520 MACs`. */
export function costInWords(model: PythonModel): string {
  const { parameters, macs } = costsOf(model);
  const counted = parameters === undefined ? "parameters unknown" : countOf(parameters, "parameter");
  return `${counted} · ${macs === undefined ? "MACs unknown" : `${formatNumber(macs)} MACs`}`;
}

/** `[1, 1, 28, 28], MNIST's images`. */
export function inputInWords({ input, framework }: PythonModel): string {
  const shapes = input.shapes.map((shape) => (shape ? shapeInWords(shape, framework) : "unknown")).join(", ");
  return `${shapes || "unknown"}, ${input.words}`;
}
