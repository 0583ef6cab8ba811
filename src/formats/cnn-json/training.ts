/** `training`, with the default in the place of whatever is missing or wrong. */
import type { OptimizerOptions, Schedule, TrainingOptions } from "../../graph/training.ts";
import type { AttributeValues } from "../../layers/attribute.ts";
import { type AttributeTable, keysOf, readAttributes } from "./attributes.ts";
import type { Member } from "./json-node.ts";
import type { Reading } from "./reading.ts";
import { optimizers, schedules, trainingTable } from "./training-table.ts";
import { openObject, readVariant, reportNoObject, type Variant, type VariantTable } from "./variant.ts";

export function readTraining(reading: Reading, member: Member | undefined): TrainingOptions {
  const node = member?.value;
  if (node && node.type !== "object") reportNoObject(reading, "training", node);
  if (node?.type !== "object") return defaultTraining;
  const holder = openObject(reading, "training", node, [...keysOf(trainingTable), "optimizer", "schedule"]);
  const { values } = readAttributes(reading, trainingTable, holder);
  const variantOf = (key: string, table: VariantTable): Variant | undefined =>
    readVariant(reading, `training.${key}`, holder.members.get(key)?.value, table);
  const optimizer = variantOf("optimizer", optimizers);
  const schedule = variantOf("schedule", schedules);
  return trainingOf(values, optimizer ?? defaultOptimizer, schedule ?? defaultSchedule);
}

/** The tables give the fields their types. */
function trainingOf(values: Readonly<Record<string, unknown>>, optimizer: Variant, schedule: Variant): TrainingOptions {
  return {
    ...(values as AttributeValues<typeof trainingTable>),
    optimizer: optimizerOf(optimizer),
    schedule: { type: schedule.type, ...schedule.values } as Schedule,
  };
}

/** What adam's table does not know it does not do. */
function optimizerOf({ type, values }: Variant): OptimizerOptions {
  return { type, weightDecay: 0, ...values } as OptimizerOptions;
}

function defaultsOf(table: AttributeTable): Record<string, unknown> {
  return Object.fromEntries(Object.entries(table).map(([key, attribute]) => [key, attribute.default]));
}

const defaultOptimizer: Variant = { type: "adam", values: defaultsOf(optimizers.variants.adam) };
const defaultSchedule: Variant = { type: "constant", values: {} };

export const defaultTraining: TrainingOptions = trainingOf(
  defaultsOf(trainingTable),
  defaultOptimizer,
  defaultSchedule,
);
