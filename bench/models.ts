// The workloads' models as peers can take them: resolved layers in order of computation, their weights, and the input.

import { readFileSync } from "node:fs";
import { readBundledMnist } from "../src/cli/dataset-folder.ts";
import { buildNetwork } from "../src/engine/network.ts";
import { readCnnJson } from "../src/formats/cnn-json/read.ts";
import type { ModelDocument } from "../src/formats/model-document.ts";
import { referenceBackend } from "../src/kernels/reference/backend.ts";
import type { NamedTensors, Tensor } from "../src/tensor/named-tensor.ts";
import { Random } from "../src/tensor/random.ts";
import { firstSamples, type Samples } from "../src/tensor/samples.ts";
import { type Shape, sizeOf } from "../src/tensor/shape.ts";
import type { Window } from "../src/tensor/window.ts";
import type { ConvolutionWorkload, InferenceWorkload, ModelName, TrainingWorkload } from "./workloads.ts";

export interface PeerNode {
  readonly name: string;
  readonly type: string;
  /** Where its inputs come from: places in the list of nodes, -1 for the model's input. */
  readonly inputs: readonly number[];
  /** [height, width, channels], or the number of features. */
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly window: Window | undefined;
  /** `relu`, `softmax`; `linear` if there is none. */
  readonly activation: string;
  readonly rate: number;
  readonly epsilon: number;
}

export interface PeerModel {
  readonly input: Shape;
  readonly nodes: readonly PeerNode[];
  /** `conv1.kernel` [kh, kw, i, o], `conv1.bias`, `fc.kernel` [i, o], `bn.gamma`. */
  readonly weights: NamedTensors;
}

const files: Readonly<Record<ModelName, string>> = {
  article: "examples/article.cnn.json",
  lenet: "examples/lenet.cnn.json",
  "keras-mnist": "examples/keras-mnist.cnn.json",
  resnet18: "test/models/resnet18.cnn.json",
};

export const seed = 1;

export function readModel(name: ModelName): ModelDocument {
  return readCnnJson(readFileSync(new URL(`../${files[name]}`, import.meta.url), "utf8"), name);
}

export function peerModel(name: ModelName): PeerModel {
  return describe(readModel(name));
}

/** The convolution of a workload as a model with one layer, and the workload's own kernel. */
export function convolutionModel(workload: ConvolutionWorkload): PeerModel {
  const { size, channels } = workload;
  const layer = { type: "conv2d", name: "conv", filters: channels, kernelSize: 3, padding: "same", bias: false };
  const model = describe(readCnnJson(JSON.stringify({ input: [size, size, channels], layers: [layer] }), "conv"));
  return { ...model, weights: new Map([["conv.kernel", convolutionData(workload).kernel]]) };
}

function describe({ graph, analysis }: ModelDocument): PeerModel {
  const network = buildNetwork(graph, analysis, {
    backend: referenceBackend,
    precision: "float32",
    batchSize: 1,
    seed,
    gradients: false,
    maxBytes: Number.POSITIVE_INFINITY,
  });
  const { nodes, inputs } = network.plan;
  const places = new Map(nodes.map(({ index }, place) => [index, place]));
  return {
    input: inputs[0]?.shape ?? [],
    weights: network.namedWeights(),
    nodes: nodes.map((node) => ({
      name: node.name,
      type: node.definition.type,
      inputs: node.feeders.map((feeder) => (feeder.kind === "node" ? (places.get(feeder.index) ?? -1) : -1)),
      inputShape: node.inputs[0],
      outputShape: node.shape.output,
      window: node.shape.window,
      activation: node.activation?.type ?? "linear",
      rate: Number(node.attributes.rate ?? 0),
      epsilon: Number(node.attributes.epsilon ?? 0),
    })),
  };
}

/** A node's weight; throws if it has none of that name. */
export function weightOf(model: PeerModel, node: PeerNode, name: string): Tensor {
  const found = model.weights.get(`${node.name}.${name}`);
  if (found === undefined) throw new Error(`${node.name} has no ${name}.`);
  return found;
}

export function hasWeight(model: PeerModel, node: PeerNode, name: string): boolean {
  return model.weights.has(`${node.name}.${name}`);
}

/** The images of a training in their order, of MNIST. */
export function trainingSamples({ images }: TrainingWorkload): Samples {
  return firstSamples(readBundledMnist().train, images);
}

/** Samples as peers take them: images [n, h, w, c] and labels. */
export function samplesAsTensors(samples: Samples): { images: Tensor; labels: Uint8Array } {
  const size = sizeOf(samples.shape);
  const data = new Float32Array(samples.count * size);
  const labels = new Uint8Array(samples.count);
  for (let i = 0; i < samples.count; i++) {
    samples.write(i, data, i * size);
    labels[i] = samples.label(i);
  }
  return { images: { shape: [samples.count, ...samples.shape], data }, labels };
}

/** The input of a forward pass: digits for a model that takes digits, noise for another. */
export function inferenceInput({ model, batch }: InferenceWorkload): Tensor {
  if (model !== "resnet18") return samplesAsTensors(firstSamples(readBundledMnist().train, batch)).images;
  return noise([batch, 224, 224, 3], 1);
}

export interface ConvolutionData {
  readonly x: Tensor;
  /** [kh, kw, i, o] */
  readonly kernel: Tensor;
  readonly dy: Tensor;
}

export function convolutionData({ size, channels }: ConvolutionWorkload): ConvolutionData {
  const map = [1, size, size, channels];
  return { x: noise(map, 1), kernel: noise([3, 3, channels, channels], 2), dy: noise(map, 3) };
}

function noise(shape: Shape, from: number): Tensor {
  const random = new Random(from);
  return { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => random.uniform() - 0.5) };
}
