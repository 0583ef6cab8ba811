/** The keys of `training`, of its optimizers and schedules. A new key is one line here and one field of `TrainingOptions`. */
import * as v from "valibot";
import { type Attribute, choice, decimal, flag, integer, optional, positive, share } from "../../layers/attribute.ts";
import type { VariantTable } from "./variant.ts";

const dataset: Attribute<string> = {
  doc: 'The data to train on: `"mnist"`, which is bundled, or a folder beside the model with IDX files as MNIST has them.',
  expected: '`"mnist"` or a folder',
  schema: v.pipe(v.string(), v.nonEmpty()),
  default: "mnist",
  values: ["mnist"],
};

export const trainingTable = {
  dataset,
  samples: optional(
    integer(1, { doc: "How many training samples, from the front; without it all that are there.", example: 1000 }),
  ),
  testSamples: optional(
    integer(1, { doc: "How many test samples, from the front; without it all that are there.", example: 200 }),
  ),
  epochs: integer(1, { doc: "How many times the training goes through all samples.", default: 5 }),
  batchSize: integer(1, { doc: "Samples for each step; their gradients are averaged.", default: 32 }),
  shuffle: flag({ doc: "Whether each epoch takes the samples in another order.", default: true }),
  seed: integer(0, { doc: "Where the random numbers begin: the same seed gives the same run.", default: 1 }),
  loss: choice(["crossEntropy", "meanSquaredError"], {
    doc: "What is made small: `crossEntropy` for classes, `meanSquaredError` for the distance to the one-hot vector.",
    default: "crossEntropy",
  }),
  clipNorm: optional(
    positive({
      doc: "Scales a step's gradients down to this norm, taken over all weights together, where it is larger; without it never.",
      example: 1,
    }),
  ),
};

const endless = Number.POSITIVE_INFINITY;

const optimizerTables = {
  sgd: {
    learningRate: decimal(0, endless, { doc: "How far a step goes along the gradient.", default: 0.01 }),
    momentum: decimal(0, 1, { doc: "Share of the last step that the next one keeps.", default: 0 }),
    nesterov: flag({ doc: "Looks ahead along the momentum before the gradient is applied.", default: false }),
    weightDecay: decimal(0, endless, { doc: "Pulls every weight towards zero by this share of it.", default: 0 }),
  },
  adam: {
    learningRate: decimal(0, endless, { doc: "About how far each weight moves in a step.", default: 0.001 }),
    beta1: decimal(0, 1, { doc: "Memory of the gradient's mean.", default: 0.9 }),
    beta2: decimal(0, 1, { doc: "Memory of the gradient's square.", default: 0.999 }),
    epsilon: decimal(0, endless, { doc: "Keeps the division by small squares finite.", default: 1e-7 }),
  },
};

/** The optimizers by their `type`. */
export const optimizers = {
  doc: "How the weights follow their gradients; `adam` by default.",
  type: choice(Object.keys(optimizerTables), {
    doc: "`adam` adapts the step of each weight, `sgd` is plain gradient descent, with momentum if wanted.",
    example: "adam",
  }),
  variants: optimizerTables,
} satisfies VariantTable;

const scheduleTables = {
  constant: {},
  step: {
    epochs: integer(1, { doc: "After how many epochs the learning rate drops, again and again.", default: 1 }),
    factor: share({ doc: "What the learning rate is multiplied by when it drops.", default: 0.5 }),
  },
  cosine: {
    end: share({ doc: "Share of the learning rate that is left at the end.", default: 0 }),
  },
};

/** The schedules by their `type`. */
export const schedules = {
  doc: "How the learning rate changes while the model trains; `constant` by default.",
  type: choice(Object.keys(scheduleTables), {
    doc: "`constant` leaves the learning rate as it is, `step` lowers it after every so many epochs, `cosine` lets it fall along half a cosine.",
    example: "cosine",
  }),
  variants: scheduleTables,
} satisfies VariantTable;
