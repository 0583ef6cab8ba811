// ConvNetJS: plain JavaScript, one image at a time. Its volumes are [h, w, c], as ours.

import { type Contender, loadPackage, meanMagnitude, type Prepared, type Spent, spend, Unable } from "../contender.ts";
import {
  hasWeight,
  inferenceInput,
  type PeerModel,
  type PeerNode,
  peerModel,
  samplesAsTensors,
  trainingSamples,
  weightOf,
} from "../models.ts";
import type { InferenceWorkload, TrainingWorkload, Workload } from "../workloads.ts";

interface Vol {
  readonly w: Float64Array;
}

interface Layer {
  readonly layer_type: string;
  readonly filters?: readonly Vol[];
  readonly biases?: Vol;
}

interface Net {
  readonly layers: readonly Layer[];
  makeLayers(definitions: readonly Readonly<Record<string, unknown>>[]): void;
  forward(x: Vol): Vol;
}

interface ConvNet {
  readonly Vol: new (width: number, height: number, depth: number, value: number) => Vol;
  readonly Net: new () => Net;
  readonly SGDTrainer: new (
    net: Net,
    options: Readonly<Record<string, unknown>>,
  ) => { train(x: Vol, label: number): unknown };
}

export class ConvNetJs implements Contender {
  name = "ConvNetJS";
  #library: ConvNet | undefined;
  #once: () => void = () => {};

  async load(): Promise<void> {
    this.#library = (await loadPackage<{ default: ConvNet }>("convnetjs")).default;
    this.name = "ConvNetJS 0.3.0";
  }

  async prepare(workload: Workload): Promise<Prepared> {
    if (workload.kind === "convolution") throw new Unable("has no convolution without its bias");
    if (workload.kind === "infer") return this.#inference(workload);
    if (workload.optimizer === "adam") throw new Unable("has no Adam");
    return this.#training(workload);
  }

  async run(times: number): Promise<Spent> {
    return spend(() => {
      for (let i = 0; i < times; i++) this.#once();
    });
  }

  #training(workload: TrainingWorkload): Prepared {
    const library = this.#library as ConvNet;
    const model = peerModel(workload.model);
    const net = createNet(library, model);
    const { images, labels } = samplesAsTensors(trainingSamples(workload));
    const vols = volsOf(library, model, images.data);
    const { learningRate, batch } = workload;
    const trainer = new library.SGDTrainer(net, { learning_rate: learningRate, momentum: 0, batch_size: batch });
    let check = 0;
    for (let i = 0; i < batch; i++) {
      check -= Math.log(net.forward(vols[i] as Vol).w[labels[i] as number] as number) / batch;
    }
    let next = 0;
    this.#once = () => {
      if (next === 0) setWeights(net, model);
      for (let i = 0; i < batch; i++) trainer.train(vols[next + i] as Vol, labels[next + i] as number);
      next = (next + batch) % vols.length;
    };
    return { check };
  }

  #inference(workload: InferenceWorkload): Prepared {
    const library = this.#library as ConvNet;
    const model = peerModel(workload.model);
    const last = model.nodes.at(-1);
    if (!isChain(model)) throw new Unable("has only chains of layers");
    const net = createNet(library, model);
    const vols = volsOf(library, model, inferenceInput(workload).data);
    // Its softmax is a layer of its own behind the dense one, whose values are the model's.
    const output = (vol: Vol): ArrayLike<number> => {
      const probabilities = net.forward(vol);
      const dense = net.layers.at(-2) as unknown as { readonly out_act: Vol };
      return last?.activation === "softmax" ? probabilities.w : dense.out_act.w;
    };
    const check = vols.reduce((sum, vol) => sum + meanMagnitude(output(vol)), 0) / vols.length;
    this.#once = () => {
      for (const vol of vols) net.forward(vol);
    };
    return { check };
  }
}

function isChain({ nodes }: PeerModel): boolean {
  return nodes.every(({ inputs }, place) => inputs.length === 1 && inputs[0] === place - 1);
}

function createNet(library: ConvNet, model: PeerModel): Net {
  const [height, width, depth] = model.input;
  const net = new library.Net();
  const layers = model.nodes.flatMap((node, place) => definitionOf(node, place === model.nodes.length - 1));
  net.makeLayers([{ type: "input", out_sx: width, out_sy: height, out_depth: depth }, ...layers]);
  setWeights(net, model);
  return net;
}

function definitionOf(node: PeerNode, isLast: boolean): Readonly<Record<string, unknown>>[] {
  const { type, window, outputShape, activation } = node;
  const relu = activation === "relu" ? { activation } : {};
  if (type === "flatten") return [];
  if (type === "conv2d" && window !== undefined) {
    return [
      {
        type: "conv",
        sx: window.kw,
        sy: window.kh,
        filters: outputShape[2],
        stride: window.sh,
        pad: window.top,
        ...relu,
      },
    ];
  }
  if (type === "maxPool2d" && window !== undefined)
    return [{ type: "pool", sx: window.kw, sy: window.kh, stride: window.sh }];
  if (type === "dense" && isLast) return [{ type: "softmax", num_classes: outputShape[0] }];
  if (type === "dense") return [{ type: "fc", num_neurons: outputShape[0], ...relu }];
  throw new Unable(`has no ${type}`);
}

function setWeights(net: Net, model: PeerModel): void {
  const layers = net.layers.filter(({ layer_type }) => layer_type === "conv" || layer_type === "fc");
  const nodes = model.nodes.filter((node) => hasWeight(model, node, "kernel"));
  nodes.forEach((node, place) => {
    const { filters = [], biases } = layers[place] as Layer;
    const { data } = weightOf(model, node, "kernel");
    filters.forEach(({ w }, o) => {
      for (let i = 0; i < w.length; i++) w[i] = data[i * filters.length + o] as number;
    });
    biases?.w.set(weightOf(model, node, "bias").data);
  });
}

function volsOf({ Vol }: ConvNet, { input }: PeerModel, data: ArrayLike<number>): Vol[] {
  const [height = 1, width = 1, depth = 1] = input;
  const size = height * width * depth;
  return Array.from({ length: data.length / size }, (_, sample) => {
    const vol = new Vol(width, height, depth, 0);
    for (let i = 0; i < size; i++) vol.w[i] = data[sample * size + i] as number;
    return vol;
  });
}
