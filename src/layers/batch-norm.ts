/**
 * Batch normalization (Ioffe and Szegedy 2015), over all places of a channel. keras.layers.BatchNormalization; PyTorch's
 * BatchNorm2d counts its momentum the other way round and keeps the unbiased variance.
 */
import type { Floats } from "../tensor/floats.ts";
import type { Kernels, MatrixSizes } from "../tensor/kernels.ts";
import { channelsOf, sizeOf } from "../tensor/shape.ts";
import { decimal, internalFlag, share } from "./attribute.ts";
import { defineLayer, type Pass, type WeightSpec } from "./layer.ts";

export const batchNorm = defineLayer({
  type: "batchNorm",
  title: "Batch normalization",
  doc:
    "While training, shifts and scales each channel to mean 0 and variance 1 over the batch, then by its own `gamma` and `beta`. " +
    "Otherwise it uses the mean and variance gathered in training.",
  attributes: {
    momentum: share({
      doc: "Share of the moving statistics that each batch leaves as they are: moving = moving · momentum + batch · (1 − momentum).",
      default: 0.99,
    }),
    epsilon: decimal(0, Number.POSITIVE_INFINITY, {
      doc: "Added to the variance before its root is taken.",
      default: 0.001,
    }),
    unbiasedVariance: internalFlag({
      doc: "Whether the moving variance gathers the unbiased variance of the batch, as in PyTorch.",
      default: false,
    }),
  },
  arity: { min: 1, max: 1 },
  mixesBatch: true,
  samples: [
    { inputs: [[3, 4, 2]], attributes: {} },
    { inputs: [[5]], attributes: { momentum: 0.9, epsilon: 1e-5 } },
  ],
  spelled: {
    keras: {
      names: ["BatchNormalization"],
      parameters: [
        { name: "axis", default: -1 },
        { name: "momentum", sets: "momentum", default: 0.99 },
        { name: "epsilon", sets: "epsilon", default: 0.001 },
      ],
    },
    torch: {
      names: ["BatchNorm2d", "BatchNorm1d"],
      parameters: [
        { name: "num_features", role: "inputChannels" },
        { name: "eps", sets: "epsilon", default: 1e-5 },
        { name: "momentum", sets: "momentum", default: 0.1, convert: (value) => 1 - Number(value) },
        { name: "affine", default: true },
        { name: "track_running_stats", default: true },
      ],
      fixed: { unbiasedVariance: true },
    },
    onnx: {
      names: ["BatchNormalization"],
      parameters: [
        { name: "epsilon", sets: "epsilon", default: 1e-5 },
        { name: "momentum", sets: "momentum", default: 0.9 },
      ],
    },
  },

  shape: ([input]) => ({ output: input, steps: [] }),

  weights([input]) {
    const shape = [channelsOf(input)];
    const spec = { shape, fanIn: 1, fanOut: 1, trainable: true } as const;
    const measured = { ...spec, trainable: false };
    return [
      { ...spec, name: "gamma", initializer: "ones" },
      { ...spec, name: "beta", initializer: "zeros" },
      { ...measured, name: "movingMean", initializer: "zeros" },
      { ...measured, name: "movingVariance", initializer: "ones" },
    ] satisfies WeightSpec[];
  },

  macs: () => undefined,

  kept([input]) {
    const spec = { length: channelsOf(input), kind: "float" } as const;
    return [
      { ...spec, name: "batchMean" },
      { ...spec, name: "batchVariance" },
    ];
  },

  forward(kernels, pass) {
    if (pass.training) measure(kernels, pass);
    const scaling = { ...statisticsOf(pass), gamma: pass.weight("gamma"), epsilon: pass.attributes.epsilon };
    kernels.normalizeChannels(pass.inputs[0], scaling, pass.weight("beta"), pass.output, rowsOf(pass));
  },

  backward(kernels, pass) {
    const { inputs, outputGradient, inputGradients } = pass;
    const scaling = { ...statisticsOf(pass), gamma: pass.weight("gamma"), epsilon: pass.attributes.epsilon };
    const [dgamma, dbeta] = [pass.weightGradient("gamma"), pass.weightGradient("beta")];
    const rows = rowsOf(pass);
    const [dx] = inputGradients;
    if (pass.training) kernels.batchNormGradient(inputs[0], outputGradient, scaling, { dx, dgamma, dbeta }, rows);
    else kernels.scaledShiftGradient(inputs[0], outputGradient, scaling, { dx, dgamma, dbeta }, rows);
  },
});

type BatchNormPass = Pass<{ readonly momentum: number; readonly epsilon: number; readonly unbiasedVariance: boolean }>;

function rowsOf(pass: Pass): MatrixSizes {
  const columns = channelsOf(pass.shape.output);
  return { rows: (pass.n * sizeOf(pass.shape.output)) / columns, columns };
}

/** [channels] each: of the batch in training, else the moving ones. */
function statisticsOf(pass: BatchNormPass): { mean: Floats; variance: Floats } {
  if (!pass.training) return { mean: pass.weight("movingMean"), variance: pass.weight("movingVariance") };
  const { columns } = rowsOf(pass);
  return {
    mean: pass.kept("batchMean").subarray(0, columns),
    variance: pass.kept("batchVariance").subarray(0, columns),
  };
}

/** Measures the batch and lets the moving statistics follow it. */
function measure(kernels: Kernels, pass: BatchNormPass): void {
  const { mean, variance } = statisticsOf(pass);
  const rows = rowsOf(pass);
  kernels.channelStatistics(pass.inputs[0], mean, variance, rows);
  const { momentum, unbiasedVariance } = pass.attributes;
  const correction = unbiasedVariance && rows.rows > 1 ? rows.rows / (rows.rows - 1) : 1;
  const [movingMean, movingVariance] = [pass.weight("movingMean"), pass.weight("movingVariance")];
  for (let c = 0; c < rows.columns; c++) {
    movingMean[c] = movingMean[c]! * momentum + mean[c]! * (1 - momentum);
    movingVariance[c] = movingVariance[c]! * momentum + variance[c]! * correction * (1 - momentum);
  }
}
