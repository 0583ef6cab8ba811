// TensorFlow.js with its plain JavaScript or its WebAssembly backend, through its layers API.

import { type Contender, loadPackage, meanMagnitude, type Prepared, type Spent, spend, Unable } from "../contender.ts";
import {
  convolutionData,
  hasWeight,
  inferenceInput,
  type PeerModel,
  type PeerNode,
  peerModel,
  samplesAsTensors,
  trainingSamples,
  weightOf,
} from "../models.ts";
import type { ConvolutionWorkload, InferenceWorkload, TrainingWorkload, Workload } from "../workloads.ts";

interface TfTensor {
  dataSync(): Float32Array;
  slice(begin: number, size: number): TfTensor;
}

interface TfLayer {
  apply(inputs: unknown, options?: unknown): unknown;
  setWeights(weights: readonly TfTensor[]): void;
}

interface TfModel extends TfLayer {
  predict(x: TfTensor): TfTensor | TfTensor[];
}

type Make = (options: Readonly<Record<string, unknown>>) => TfLayer;

/** What is used of it, as it is not installed where types are checked. */
interface TensorFlow {
  readonly version_core: string;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tidy<T>(work: () => T): T;
  tensor(data: ArrayLike<number>, shape: readonly number[]): TfTensor;
  oneHot(labels: TfTensor, classes: number): TfTensor;
  tensor1d(data: ArrayLike<number>, type: string): TfTensor;
  input(options: unknown): unknown;
  model(options: unknown): TfModel;
  engine(): { runKernel(name: string, inputs: unknown, attributes: unknown): TfTensor };
  readonly layers: Readonly<Record<string, Make>>;
  readonly losses: { softmaxCrossEntropy(labels: TfTensor, logits: unknown): TfTensor };
  readonly train: Readonly<Record<"sgd" | "adam", (rate: number) => { minimize(loss: () => TfTensor): void }>>;
}

export class TensorFlowJs implements Contender {
  name: string;
  readonly #backend: "cpu" | "wasm";
  #once: () => void = () => {};

  constructor(backend: "cpu" | "wasm") {
    this.#backend = backend;
    this.name = `TensorFlow.js, ${backend}`;
  }

  async load(): Promise<void> {
    const tf = await loadTensorFlow();
    if (this.#backend === "wasm") {
      const wasm = await loadPackage<{ setThreadsCount(n: number): void }>("@tensorflow/tfjs-backend-wasm");
      wasm.setThreadsCount(1);
    }
    if (!(await tf.setBackend(this.#backend))) throw new Unable("its backend does not start");
    await tf.ready();
    this.name = `TensorFlow.js ${tf.version_core}, ${this.#backend}`;
  }

  async prepare(workload: Workload): Promise<Prepared> {
    const tf = await loadTensorFlow();
    const { once, check } =
      workload.kind === "train"
        ? training(tf, workload)
        : workload.kind === "infer"
          ? inference(tf, workload)
          : convolution(tf, workload);
    this.#once = () => tf.tidy(once);
    return { check: tf.tidy(check) };
  }

  async run(times: number): Promise<Spent> {
    return spend(() => {
      for (let i = 0; i < times; i++) this.#once();
    });
  }
}

interface Job {
  readonly once: () => void;
  readonly check: () => number;
}

async function loadTensorFlow(): Promise<TensorFlow> {
  const module = await loadPackage<TensorFlow & { default?: TensorFlow }>("@tensorflow/tfjs");
  return module.layers === undefined && module.default ? module.default : module;
}

function training(tf: TensorFlow, workload: TrainingWorkload): Job {
  const description = peerModel(workload.model);
  const { model, restore } = build(tf, description, { keepMaps: false, logits: true });
  const { images, labels } = samplesAsTensors(trainingSamples(workload));
  const classes = description.nodes.at(-1)?.outputShape[0] ?? 0;
  const x = tf.tensor(images.data, images.shape);
  const y = tf.oneHot(tf.tensor1d(labels, "int32"), classes);
  const { batch, learningRate } = workload;
  const optimizer = tf.train[workload.optimizer](learningRate);
  let next = 0;
  const loss = (options: { readonly training: boolean }) => () =>
    tf.losses.softmaxCrossEntropy(y.slice(next, batch), model.apply(x.slice(next, batch), options));
  return {
    check: () => loss({ training: false })().dataSync()[0] ?? Number.NaN,
    once() {
      if (next === 0) restore();
      optimizer.minimize(loss({ training: true }));
      next = (next + batch) % workload.images;
    },
  };
}

function inference(tf: TensorFlow, workload: InferenceWorkload): Job {
  const { model } = build(tf, peerModel(workload.model), { keepMaps: workload.keepMaps, logits: false });
  const { shape, data } = inferenceInput(workload);
  const x = tf.tensor(data, shape);
  const last = (): Float32Array => {
    const outputs = model.predict(x);
    const output = Array.isArray(outputs) ? outputs.at(-1) : outputs;
    return output?.dataSync() ?? new Float32Array();
  };
  return { check: () => meanMagnitude(last()), once: last };
}

/** Straight to the kernels, so that a gradient costs no forward pass. */
function convolution(tf: TensorFlow, workload: ConvolutionWorkload): Job {
  const data = convolutionData(workload);
  const [x, filter, dy] = [data.x, data.kernel, data.dy].map(({ data, shape }) => tf.tensor(data, shape));
  const attributes = { strides: 1, pad: "same", dataFormat: "NHWC", dilations: 1, dimRoundingMode: undefined };
  const inputShape = data.x.shape;
  const filterShape = data.kernel.shape;
  const run = (): TfTensor => {
    const engine = tf.engine();
    switch (workload.pass) {
      case "forward":
        return engine.runKernel("Conv2D", { x, filter }, attributes);
      case "inputGradient":
        return engine.runKernel("Conv2DBackpropInput", { dy, filter }, { ...attributes, inputShape });
      case "kernelGradient":
        return engine.runKernel("Conv2DBackpropFilter", { x, dy }, { ...attributes, filterShape });
    }
  };
  return { once: run, check: () => meanMagnitude(run().dataSync()) };
}

interface Form {
  /** Whether every layer's output is an output of the model. */
  readonly keepMaps: boolean;
  /** Whether a softmax at the end is left to the loss. */
  readonly logits: boolean;
}

interface Built {
  readonly model: TfModel;
  /** Puts the first weights back. */
  restore(): void;
}

function build(tf: TensorFlow, description: PeerModel, form: Form): Built {
  const input = tf.input({ shape: description.input });
  const values: unknown[] = [];
  const weighted: [TfLayer, TfTensor[]][] = [];
  description.nodes.forEach((node, place) => {
    const from = node.inputs.map((source) => (source < 0 ? input : values[source]));
    const isLast = place === description.nodes.length - 1;
    const activation = isLast && form.logits && node.activation === "softmax" ? "linear" : node.activation;
    const weights = weightNames[node.type] ?? [];
    const tensors = weights
      .filter((name) => hasWeight(description, node, name))
      .map((name) => weightOf(description, node, name))
      .map(({ data, shape }) => tf.tensor(data, shape));
    const layer = layerOf(tf, node, { activation, useBias: hasWeight(description, node, "bias") });
    values.push(layer.apply(padded(tf, node, from)));
    if (tensors.length > 0) weighted.push([layer, tensors]);
  });
  const restore = (): void => {
    for (const [layer, tensors] of weighted) layer.setWeights(tensors);
  };
  restore();
  return { model: tf.model({ inputs: input, outputs: form.keepMaps ? values : values.at(-1) }), restore };
}

const weightNames: Readonly<Record<string, readonly string[]>> = {
  conv2d: ["kernel", "bias"],
  dense: ["kernel", "bias"],
  batchNorm: ["gamma", "beta", "movingMean", "movingVariance"],
};

function layerOf(
  tf: TensorFlow,
  node: PeerNode,
  { activation, useBias }: { activation: string; useBias: boolean },
): TfLayer {
  const { type, window, outputShape, epsilon, rate } = node;
  const make = (name: string, options: Readonly<Record<string, unknown>> = {}): TfLayer => {
    const maker = tf.layers[name];
    if (maker === undefined) throw new Unable(`has no ${name}`);
    return maker(options);
  };
  const strides = window && [window.sh, window.sw];
  switch (type) {
    case "conv2d": {
      const kernelSize = window && [window.kh, window.kw];
      return make("conv2d", {
        filters: outputShape[2],
        kernelSize,
        strides,
        padding: paddingOf(node),
        useBias,
        activation,
      });
    }
    case "maxPool2d":
      return make("maxPooling2d", { poolSize: window && [window.kh, window.kw], strides, padding: paddingOf(node) });
    case "dense":
      return make("dense", { units: outputShape[0], useBias, activation });
    case "batchNorm":
      return make("batchNormalization", { epsilon });
    case "activation":
      return make("activation", { activation });
    case "dropout":
      return make("dropout", { rate });
    case "globalAvgPool2d":
      return make("globalAveragePooling2d");
    default:
      return make(type);
  }
}

/** SAME is the same as pads of half a kernel only where the stride is 1. */
function paddingOf({ window }: PeerNode): "same" | "valid" {
  const isSame = window !== undefined && window.top > 0 && window.sh === 1 && window.oh === window.h;
  return isSame ? "same" : "valid";
}

function padded(tf: TensorFlow, node: PeerNode, from: readonly unknown[]): unknown {
  const { window } = node;
  if (window === undefined) return from.length === 1 ? from[0] : from;
  const { top, bottom, left, right } = window;
  if (paddingOf(node) === "same" || top + bottom + left + right === 0) return from[0];
  const pad = tf.layers.zeroPadding2d as Make;
  return pad({
    padding: [
      [top, bottom],
      [left, right],
    ],
  }).apply(from[0]);
}
