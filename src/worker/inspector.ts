/**
 * Looks at one sample on its way through the open model: the maps, weights and gradients of one layer, as copies, or how
 * large they are in all layers. Questions about the same sample and weights share one run; where only some weights or some
 * of the model's text changed, only the layers behind them are computed again.
 */

import type { Dataset } from "../data/dataset.ts";
import { alikeNodes } from "../engine/alike.ts";
import { createLoss, type Loss } from "../engine/loss.ts";
import type { Network } from "../engine/network.ts";
import type { NodePlan } from "../engine/plan.ts";
import { backwardFromClass, gradCam, gradientTimesInput, scoresOf } from "../engine/saliency.ts";
import type { Source } from "../graph/graph.ts";
import type { Flow, FlowRequest } from "../protocol/flow.ts";
import type { Inspection, InspectionRequest, SampleChoice, SampleTensor, WeightView } from "../protocol/inspection.ts";
import type { Saliency, SaliencyRequest } from "../protocol/saliency.ts";
import type { Floats } from "../tensor/floats.ts";
import { type Shape, sizeOf } from "../tensor/shape.ts";
import { classesFor, fillSample } from "./fill-sample.ts";
import { measureFlow } from "./measure-flow.ts";
import type { OpenModel } from "./open-model.ts";
import type { WeightTrace } from "./weight-trace.ts";

type LayerInspection = Pick<
  Inspection,
  | "inputs"
  | "output"
  | "beforeActivation"
  | "outputGradient"
  | "beforeActivationGradient"
  | "inputGradients"
  | "weights"
>;

interface Run {
  readonly sample: SampleChoice;
  readonly label: number | undefined;
  /** `undefined` without one, and if it is no number. */
  readonly loss: number | undefined;
}

export class Inspector {
  readonly #network: Network;
  readonly #dataset: Dataset;
  /** `undefined` if the model's output cannot stand for the classes: it has maps, but no gradients. */
  readonly #loss: Loss | undefined;
  /** Whose values the network's arrays hold, but for those of the changed nodes and what they feed. */
  #held: SampleChoice | undefined;
  readonly #changed = new Set<number>();
  /** The last one, if nothing changed since. */
  #last: Run | undefined;
  /** Whether the last run went back too. */
  #hasGradients = false;

  /** `network` is of the model. The data set's images need not fit it: a person's own may. */
  constructor(network: Network, model: OpenModel, dataset: Dataset) {
    this.#network = network;
    this.#dataset = dataset;
    this.#loss = lossFor(network, model, dataset);
  }

  /** Of its network. */
  get bytes(): number {
    return this.#network.plan.bytes;
  }

  /** To be told when weights of these layers have changed in the network. */
  changed(layers: ReadonlySet<string>): void {
    for (const { name, index } of this.#network.plan.nodes) if (layers.has(name)) this.#changed.add(index);
    if (layers.size > 0) this.#last = undefined;
  }

  /** Keeps what the inspector of the model before an edit has computed and would be computed again. */
  takeOver(before: Inspector): void {
    if (before.#dataset !== this.#dataset) return;
    const alike = alikeNodes(before.#network, this.#network);
    this.#network.takeValues(before.#network, alike);
    this.#held = before.#held;
    for (const { index } of this.#network.plan.nodes) {
      const source = alike.get(index);
      if (source === undefined || before.#changed.has(source)) this.#changed.add(index);
    }
  }

  /**
   * Runs the sample through the network, with the weights it has now, and back. Throws for a layer or a sample that is not
   * there. `trace` is of the training that the weights come from.
   */
  inspect({ layer, sample, changes }: InspectionRequest, trace?: WeightTrace): Inspection {
    const { shape = [] } = this.#network.plan.inputs[0] ?? {};
    const { label, loss } = this.#runOf(sample);
    return {
      layer,
      sample,
      label,
      image: { shape, data: copy(this.#network.inputs[0]) },
      ...(layer === -1 ? this.#lookAtInput(shape) : this.#lookAtLayer(layer, changes ? trace : undefined)),
      loss,
      prediction: this.#loss && copy(this.#loss.probabilities(0)),
    };
  }

  /** Likewise, and measures all layers. */
  flow({ sample }: FlowRequest, trace?: WeightTrace): Flow {
    this.#runOf(sample);
    const start = this.#hasGradients ? this.#loss?.start : undefined;
    return { sample, layers: measureFlow({ network: this.#network, start, trace }) };
  }

  /** Runs the sample forward, and back from a class's score. Throws with a message for people if there is no such thing. */
  saliency({ sample, target, layer }: SaliencyRequest): Saliency {
    if (!this.#last || !isSameSample(this.#last.sample, sample)) {
      fillSample(this.#network, this.#dataset, sample);
      this.#forward(sample);
    }
    // The loss's gradients make room for the score's: the next question about them runs back again.
    this.#last = undefined;
    const scores = copy(scoresOf(this.#network));
    const predicted = Math.max(0, scores.indexOf(Math.max(...scores)));
    const from = target ?? predicted;
    backwardFromClass(this.#network, from);
    return {
      sample,
      target: from,
      predicted,
      scores,
      gradientTimesInput: gradientTimesInput(this.#network),
      gradCam: layer === undefined ? undefined : { ...gradCam(this.#network, layer), layer },
    };
  }

  #runOf(sample: SampleChoice): Run {
    if (this.#last && isSameSample(this.#last.sample, sample)) return this.#last;
    const label = fillSample(this.#network, this.#dataset, sample);
    this.#last = undefined;
    this.#forward(sample);
    this.#last = { sample, label, loss: this.#backward(label) };
    return this.#last;
  }

  #forward(sample: SampleChoice): void {
    if (this.#held && isSameSample(this.#held, sample)) this.#network.forwardBehind(1, this.#changed);
    else this.#network.forward(1, { training: false });
    this.#held = sample;
    this.#changed.clear();
  }

  /** Where there is a loss, which is the answer if it is a number. */
  #backward(label: number | undefined): number | undefined {
    this.#hasGradients = this.#loss !== undefined && label !== undefined;
    if (this.#loss === undefined || label === undefined) return undefined;
    this.#network.clearGradients();
    const { loss } = this.#loss.withGradient([label]);
    this.#network.backward(this.#loss.start);
    return Number.isFinite(loss) ? loss : undefined;
  }

  #lookAtInput(shape: Shape): LayerInspection {
    return {
      inputs: [],
      output: { shape, data: copy(this.#network.inputs[0]) },
      beforeActivation: undefined,
      outputGradient: this.#hasGradients ? copy(this.#network.inputGradient(0)) : undefined,
      beforeActivationGradient: this.#hasGradients ? copy(this.#network.inputGradient(0)) : undefined,
      inputGradients: [],
      weights: [],
    };
  }

  #lookAtLayer(layer: number, trace: WeightTrace | undefined): LayerInspection {
    const plan = this.#network.plan.nodes.find(({ index }) => index === layer);
    if (plan === undefined) throw new Error(`The model has no layer ${layer}.`);
    const shape = plan.shape.output;
    return {
      inputs: plan.feeders.map((feeder, index) => this.#feed(feeder, plan.inputs[index] ?? [])),
      output: { shape, data: copy(this.#network.output(layer)) },
      beforeActivation: plan.activation && { shape, data: copy(this.#network.beforeActivation(layer)) },
      outputGradient: this.#hasGradients ? copy(this.#network.outputGradient(layer)) : undefined,
      beforeActivationGradient: this.#hasGradients ? copy(this.#network.beforeActivationGradient(layer)) : undefined,
      inputGradients: this.#hasGradients ? this.#network.gradientsThrough(layer).map(copy) : [],
      weights: this.#weightsOf(plan, trace),
    };
  }

  #feed(feeder: Source, shape: Shape): SampleTensor {
    const data = feeder.kind === "node" ? this.#network.output(feeder.index) : this.#network.inputs[0];
    return { shape, data: copy(data) };
  }

  #weightsOf({ name }: NodePlan, trace: WeightTrace | undefined): WeightView[] {
    return this.#network.weights
      .filter(({ layer }) => layer === name)
      .map(({ name: fullName, spec, value, gradient }) => ({
        name: spec.name,
        shape: spec.shape,
        value: copy(value),
        change: trace?.changeOf(fullName, value),
        update: trace?.updateOf(fullName, value.length),
        gradient: this.#hasGradients && gradient && spec.trainable ? copy(gradient) : undefined,
      }));
  }
}

/** Own images are the same if their pixels are: every message brings a copy. */
function isSameSample(a: SampleChoice, b: SampleChoice): boolean {
  if (a.set !== "own") return b.set === a.set && b.index === a.index;
  if (b.set !== "own" || a.label !== b.label || a.pixels.length !== b.pixels.length) return false;
  return a.pixels.every((x, i) => x === b.pixels[i]);
}

function lossFor(network: Network, { document }: OpenModel, dataset: Dataset): Loss | undefined {
  const { output } = network.plan.output.shape;
  const classes = classesFor(network, dataset);
  const fits = sizeOf(output) === classes && output.at(-1) === classes;
  return fits ? createLoss(network, document.training.loss, classes) : undefined;
}

function copy(values: Floats | undefined): Float32Array {
  return Float32Array.from(values ?? []);
}
