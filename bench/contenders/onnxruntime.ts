// What ONNX Runtime for Node and for the web share: the model as ONNX, all of its optimizations.

import type { Tensor } from "../../src/tensor/named-tensor.ts";
import { type Contender, loadPackage, meanMagnitude, type Prepared, type Spent, spend, Unable } from "../contender.ts";
import { convolutionData, convolutionModel, inferenceInput, peerModel } from "../models.ts";
import { outputNames, writeModel } from "../onnx/write-model.ts";
import type { Workload } from "../workloads.ts";

interface OrtTensor {
  readonly data: Float32Array;
}

interface Session {
  run(feeds: Readonly<Record<string, OrtTensor>>): Promise<Readonly<Record<string, OrtTensor>>>;
}

/** What is used of it, as it is not installed where types are checked. */
interface OnnxRuntime {
  readonly env: { readonly versions: { readonly common: string }; readonly wasm: { numThreads?: number } };
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => OrtTensor;
  readonly InferenceSession: { create(model: Uint8Array, options: unknown): Promise<Session> };
}

export abstract class OnnxRuntimeContender implements Contender {
  name: string;
  readonly #package: string;
  readonly #threads: number;
  #library: OnnxRuntime | undefined;
  #once: () => Promise<unknown> = async () => {};

  constructor(name: string, packageName: string, threads: number) {
    this.name = name;
    this.#package = packageName;
    this.#threads = threads;
  }

  async load(): Promise<void> {
    this.#library = await loadPackage<OnnxRuntime>(this.#package);
    this.#library.env.wasm.numThreads = this.#threads;
    this.name = `${this.name} ${this.#library.env.versions.common}`;
  }

  async prepare(workload: Workload): Promise<Prepared> {
    const ort = this.#library as OnnxRuntime;
    if (workload.kind === "train" || (workload.kind === "convolution" && workload.pass !== "forward")) {
      throw new Unable("computes forward only");
    }
    const isConvolution = workload.kind === "convolution";
    const model = isConvolution ? convolutionModel(workload) : peerModel(workload.model);
    const options = isConvolution ? { batch: 1, keepMaps: false } : workload;
    const session = await ort.InferenceSession.create(writeModel(model, options), {
      intraOpNumThreads: this.#threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: "all",
      logSeverityLevel: 3,
    });
    const { shape, data } = channelsFirst(isConvolution ? convolutionData(workload).x : inferenceInput(workload));
    const input = new ort.Tensor("float32", Float32Array.from(data), shape);
    this.#once = () => session.run({ input });
    const last = outputNames(model, options).at(-1) ?? "";
    return { check: meanMagnitude((await session.run({ input }))[last]?.data ?? []) };
  }

  async run(times: number): Promise<Spent> {
    return spend(async () => {
      for (let i = 0; i < times; i++) await this.#once();
    });
  }
}

/** [n, h, w, c] becomes [n, c, h, w]. */
function channelsFirst({ shape, data }: Tensor): Tensor {
  const [n = 1, h = 1, w = 1, c = 1] = shape;
  const turned = new Float32Array(data.length);
  for (let at = 0; at < data.length; at++) {
    const [channel, place, sample] = [at % c, Math.floor(at / c) % (h * w), Math.floor(at / (c * h * w))];
    turned[(sample * c + channel) * h * w + place] = data[at] as number;
  }
  return { shape: [n, c, h, w], data: turned };
}
