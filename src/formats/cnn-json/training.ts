/** `training`, with the default in the place of whatever is missing or wrong. */
import type { OptimizerOptions, TrainingOptions } from "../../graph/training.ts";
import type { AttributeValues } from "../../layers/attribute.ts";
import { type AttributeTable, keysOf, readAttributes } from "./attributes.ts";
import type { Member } from "./json-node.ts";
import type { Reading } from "./reading.ts";
import { optimizers, trainingTable } from "./training-table.ts";
import { openObject, readVariant, reportNoObject, type Variant } from "./variant.ts";

/** What no key of this format says. */
const notInFiles = { schedule: { type: "constant" }, clipNorm: undefined } as const;

export function readTraining(reading: Reading, member: Member | undefined): TrainingOptions {
  const node = member?.value;
  if (node && node.type !== "object") reportNoObject(reading, "training", node);
  if (node?.type !== "object") return defaultTraining;
  const holder = openObject(reading, "training", node, [...keysOf(trainingTable), "optimizer"]);
  const { values } = readAttributes(reading, trainingTable, holder);
  const optimizer = readVariant(reading, "training.optimizer", holder.members.get("optimizer")?.value, optimizers);
  return trainingOf(values, optimizer ?? defaultOptimizer);
}

function trainingOf(values: Readonly<Record<string, unknown>>, optimizer: Variant): TrainingOptions {
  return { ...(values as AttributeValues<typeof trainingTable>), ...notInFiles, optimizer: optimizerOf(optimizer) };
}

/** The tables give the fields their types; what adam's table does not know it does not do. */
function optimizerOf({ type, values }: Variant): OptimizerOptions {
  return { type, weightDecay: 0, ...values } as OptimizerOptions;
}

function defaultsOf(table: AttributeTable): Record<string, unknown> {
  return Object.fromEntries(Object.entries(table).map(([key, attribute]) => [key, attribute.default]));
}

const defaultOptimizer: Variant = { type: "adam", values: defaultsOf(optimizers.variants.adam) };

export const defaultTraining: TrainingOptions = trainingOf(defaultsOf(trainingTable), defaultOptimizer);
