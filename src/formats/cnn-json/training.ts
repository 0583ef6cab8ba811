/** `training`, with the default in the place of whatever is missing or wrong. */
import type { Node } from "jsonc-parser";
import type { OptimizerOptions, TrainingOptions } from "../../graph/training.ts";
import type { AttributeValues } from "../../layers/attribute.ts";
import { type AttributeHolder, readAttributes } from "./attributes.ts";
import { writeInstead } from "./edits.ts";
import { excerptOf, type Member, rangeOf } from "./json-node.ts";
import { jsonText } from "./json-text.ts";
import { checkKeys, membersByKey } from "./keys.ts";
import type { Reading } from "./reading.ts";
import {
  defaultOptimizer,
  type OptimizerName,
  optimizerTables,
  optimizerType,
  trainingTable,
} from "./training-table.ts";

/** What no key of this format says. */
const notInFiles = { schedule: { type: "constant" }, clipNorm: undefined } as const;

export function readTraining(reading: Reading, member: Member | undefined): TrainingOptions {
  const holder = holderOf(reading, "training", member?.value);
  if (holder === undefined) return defaultTraining;
  checkKeys(reading, holder.members, "training", [...Object.keys(trainingTable), "optimizer"]);
  const { values } = readAttributes(reading, trainingTable, holder);
  const optimizer = readOptimizer(reading, holder.members.get("optimizer")?.value);
  return { ...(values as AttributeValues<typeof trainingTable>), ...notInFiles, optimizer };
}

function readOptimizer(reading: Reading, value: Node | undefined): OptimizerOptions {
  const type = optimizerNamed(value?.value);
  const holder = holderOf(reading, "training.optimizer", value, type && { type });
  if (holder === undefined) return defaultTraining.optimizer;
  const written = optimizerNamed(readAttributes(reading, { type: optimizerType }, holder).values.type);
  // Without a type nobody can say which keys it has.
  if (written === undefined) return defaultTraining.optimizer;
  const table = optimizerTables[written];
  checkKeys(reading, holder.members, `the optimizer ${written}`, ["type", ...Object.keys(table)]);
  return optimizerOf(written, readAttributes(reading, table, holder).values);
}

function optimizerNamed(name: unknown): OptimizerName | undefined {
  return typeof name === "string" && Object.hasOwn(optimizerTables, name) ? (name as OptimizerName) : undefined;
}

function optimizerOf(type: OptimizerName, values: Readonly<Record<string, unknown>>): OptimizerOptions {
  if (type === "sgd") return { type, ...(values as AttributeValues<(typeof optimizerTables)["sgd"]>) };
  return { type, ...(values as AttributeValues<(typeof optimizerTables)["adam"]>), weightDecay: 0 };
}

/**
 * An object whose attributes can be read; `undefined` if it is missing, or is no object, which is an error. `instead` is
 * what was probably meant then.
 */
function holderOf(
  reading: Reading,
  name: string,
  object: Node | undefined,
  instead?: object,
): AttributeHolder | undefined {
  if (object === undefined) return undefined;
  const place = rangeOf(object);
  if (object.type === "object") {
    return { object, members: membersByKey(object), name, place: { start: place.start, end: place.start + 1 } };
  }
  const remedy = instead ? ` Write ${jsonText(instead)}.` : "";
  const message = `${name} must be an object { … }, not ${excerptOf(reading.text, place)}.${remedy}`;
  reading.error("value/wrong", place, message, instead ? [writeInstead(object, instead)] : []);
  return undefined;
}

const adamDefaults = Object.fromEntries(
  Object.entries(optimizerTables[defaultOptimizer]).map(([key, attribute]) => [key, attribute.default]),
);

export const defaultTraining: TrainingOptions = {
  ...(Object.fromEntries(
    Object.entries(trainingTable).map(([key, attribute]) => [key, attribute.default]),
  ) as AttributeValues<typeof trainingTable>),
  ...notInFiles,
  optimizer: optimizerOf(defaultOptimizer, adamDefaults),
};
