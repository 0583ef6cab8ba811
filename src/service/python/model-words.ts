/** A Python model in a line: what it costs, and what it is fed with. */
import type { PythonModel } from "../../formats/python/python-document.ts";
import type { Operation } from "../../python/trace.ts";
import { countOf } from "../words.ts";
import { shapeInWords } from "./shape-words.ts";
import { type Count, countedParameters, countOfAll, countText, lacksAPart, ofEachSample, sizesIn } from "./sizes.ts";

export interface Costs {
  /** `undefined`: some size in it is not known. */
  readonly parameters: Count | undefined;
  readonly trainable: Count | undefined;
  readonly macs: Count | undefined;
  /** The multiply-accumulates are those of each sample: how many there are is not known. */
  readonly eachSample: boolean;
}

/** Parameters of the whole model, and multiply-accumulates of one pass. */
export function costsOf(model: PythonModel): Costs {
  const { root, operations } = model;
  const parameters = countedParameters(model);
  const trained = parameters.filter(({ trainable, frozen }) => trainable && frozen !== "surely");
  const isSure = trained.every(({ frozen }) => frozen === undefined);
  const isLeast = root !== undefined && lacksAPart(model, root);
  return {
    parameters: root && countOfAll(sizesIn(parameters), isLeast),
    trainable: root && isSure ? countOfAll(sizesIn(trained), isLeast) : undefined,
    ...macsOf(model, operations),
  };
}

/** What some of a model's operations cost together; containers are not counted beside what they contain. */
export function macsOf(model: PythonModel, operations: readonly Operation[]): Pick<Costs, "macs" | "eachSample"> {
  const leaves = operations.filter(({ container, certain }) => certain && !container).map(({ macs }) => macs ?? 0);
  const each = leaves.map((macs) => ofEachSample(model, macs));
  return {
    macs: countOfAll(
      leaves.map((macs, place) => each[place] ?? macs),
      !operations.every(isKnown),
    ),
    eachSample: each.some((macs) => typeof macs === "number" && macs > 0),
  };
}

/** Whether it is sure that this is computed, and from what to what. */
function isKnown({ inputs, outputs, certain }: Operation): boolean {
  return certain && [...inputs, ...outputs].every(({ shape }) => shape !== undefined);
}

/** `61,706 parameters · 416,520 MACs`. */
export function costInWords(model: PythonModel): string {
  const { parameters, macs, eachSample } = costsOf(model);
  const cost = macs === undefined ? "MACs unknown" : `${countText(macs)} MACs${eachSample ? " per sample" : ""}`;
  return `${parametersInWords(parameters)} · ${cost}`;
}

function parametersInWords(count: Count | undefined): string {
  if (count === undefined) return "parameters unknown";
  return count.isLeast ? `${countText(count)} parameters` : countOf(count.value, "parameter");
}

/** `[1, 1, 28, 28], MNIST's images`. */
export function inputInWords({ input, framework }: PythonModel): string {
  if (input.shapes.every((shape) => shape === undefined)) return input.words;
  const shapes = input.shapes.map((shape) => (shape ? shapeInWords(shape, framework) : "unknown")).join(", ");
  return `${shapes || "unknown"}, ${input.words}`;
}
