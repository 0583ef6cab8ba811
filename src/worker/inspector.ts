/**
 * Looks at one sample on its way through the open model: the maps, weights and gradients of one layer, as copies, or how
 * large they are in all layers. Questions about the same sample and weights share one run; where only some weights or some
 * of the model's text changed, only the layers behind them are computed again. Backward runs when a gradient is asked for.
 */

import type { Dataset } from "../data/dataset.ts";
import { alikeNodes } from "../engine/alike.ts";
import { createLoss, type Loss } from "../engine/loss.ts";
import type { Network } from "../engine/network.ts";
import { backwardFromClass, gradCam, gradientTimesInput, scoresOf } from "../engine/saliency.ts";
import type { Flow, FlowRequest } from "../protocol/flow.ts";
import {
  allParts,
  backwardParts,
  IMAGE_FORGOTTEN,
  type Inspection,
  type InspectionRequest,
  type KnownParts,
  type Part,
  type SampleChoice,
} from "../protocol/inspection.ts";
import type { Saliency, SaliencyRequest } from "../protocol/saliency.ts";
import { sizeOf } from "../tensor/shape.ts";
import { classesFor, fillSample } from "./fill-sample.ts";
import { copy, lookAtInput, lookAtLayer } from "./look-at-layer.ts";
import { measureFlow } from "./measure-flow.ts";
import type { OpenModel } from "./open-model.ts";
import { filterOf, type KnownStatistics } from "./pieces.ts";
import type { WeightTrace } from "./weight-trace.ts";

interface Run {
  readonly number: number;
  readonly sample: SampleChoice;
  readonly label: number | undefined;
  /** `undefined` without one, and if it is no number. */
  readonly loss: number | undefined;
  readonly figures: KnownStatistics;
}

/** Of the last run; counted from a random beginning, so that those of another worker have other numbers. */
let runNumber = Math.random();

export class Inspector {
  readonly #network: Network;
  readonly #dataset: Dataset;
  /** `undefined` if the model's output is not there, or cannot stand for the classes: it has maps, but no gradients. */
  readonly #loss: Loss | undefined;
  /** Whose values the network's arrays hold, but for those of the changed nodes and what they feed. */
  #held: SampleChoice | undefined;
  readonly #changed = new Set<number>();
  /** The last one, if nothing changed since. */
  #last: Run | undefined;
  /** The own image that was last looked at, by the last run that had it: weights may have changed since. */
  #own: { readonly run: number; readonly pixels: Float32Array } | undefined;
  /** Whether the last run went back too. */
  #wentBack = false;

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
    this.#own = before.#own;
    for (const { index } of this.#network.plan.nodes) {
      const source = alike.get(index);
      if (source === undefined || before.#changed.has(source)) this.#changed.add(index);
    }
  }

  /**
   * Runs the sample through the network, with the weights it has now, and back if a part needs it. Throws for a layer or a
   * sample that is not there. `trace` is of the training that the weights come from.
   */
  inspect(request: InspectionRequest, trace?: WeightTrace): Inspection {
    const { layer, parts = allParts, look, known, filter } = request;
    const sample = this.#withPixels(request.sample, known);
    const run = this.#runOf(sample);
    const sent = parts.filter((part) => !isKnown(part, run, known));
    // What is sent in pieces is read again also where the part is known.
    const read = look === undefined ? sent : parts;
    const gradients = read.some((part) => backwardParts.includes(part)) && this.#goBack(run);
    const view = {
      network: this.#network,
      parts: new Set(read),
      sent: new Set(sent),
      look,
      known: known?.run === run.number ? known : undefined,
      figures: run.figures,
      gradients,
      trace,
    };
    const { shape = [] } = this.#network.plan.inputs[0] ?? {};
    return {
      layer,
      sample: withoutPixels(sample),
      parts: sent,
      run: run.number,
      label: run.label,
      image: { shape, data: copy(view.sent.has("image") ? this.#network.inputs[0] : undefined) },
      ...(layer === -1 ? lookAtInput(view, shape) : lookAtLayer(view, layer)),
      filter: filter && filterOf(this.#network, layer, filter),
      loss: run.loss,
      prediction: this.#loss && copy(this.#loss.probabilities(0)),
    };
  }

  /** Likewise, and measures all layers. */
  flow({ sample }: FlowRequest, trace?: WeightTrace): Flow {
    const start = this.#goBack(this.#runOf(sample)) ? this.#loss?.start : undefined;
    return { sample, layers: measureFlow({ network: this.#network, start, trace }) };
  }

  /** Runs the sample forward, and back from a class's score. Throws with a message for people if there is no such thing. */
  saliency({ sample, target, layer }: SaliencyRequest): Saliency {
    this.#runOf(sample);
    // The loss's gradients make room for the score's: the next question about them runs back again.
    this.#wentBack = false;
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

  /** Throws `IMAGE_FORGOTTEN`. */
  #withPixels(sample: SampleChoice, known: KnownParts | undefined): SampleChoice {
    if (sample.set !== "own" || sample.pixels.length > 0 || known === undefined) return sample;
    if (this.#own?.run !== known.run) throw new Error(IMAGE_FORGOTTEN);
    return { ...sample, pixels: this.#own.pixels };
  }

  #runOf(sample: SampleChoice): Run {
    if (this.#last && isSameSample(this.#last.sample, sample)) return this.#last;
    const label = fillSample(this.#network, this.#dataset, sample);
    this.#last = undefined;
    this.#forward(sample);
    this.#wentBack = false;
    this.#last = { number: ++runNumber, sample, label, loss: this.#lossOf(label), figures: new Map() };
    if (sample.set === "own") this.#own = { run: runNumber, pixels: sample.pixels };
    return this.#last;
  }

  #forward(sample: SampleChoice): void {
    if (this.#held && isSameImage(this.#held, sample)) this.#network.forwardBehind(1, this.#changed);
    else this.#network.forward(1, { training: false });
    this.#held = sample;
    this.#changed.clear();
  }

  #lossOf(label: number | undefined): number | undefined {
    if (this.#loss === undefined || label === undefined) return undefined;
    const { loss } = this.#loss.measure([label]);
    return Number.isFinite(loss) ? loss : undefined;
  }

  /** Goes back from the loss, once for each run. Whether there is one. */
  #goBack({ label }: Run): boolean {
    if (this.#loss === undefined || label === undefined) return false;
    if (this.#wentBack) return true;
    this.#network.clearGradients();
    this.#loss.withGradient([label]);
    this.#network.backward(this.#loss.start);
    this.#wentBack = true;
    return true;
  }
}

/** Who asks has them, and they may be more than all else that is sent. */
function withoutPixels(sample: SampleChoice): SampleChoice {
  return sample.set === "own" ? { ...sample, pixels: new Float32Array() } : sample;
}

/** A training may have gone on without the weights being others. */
function isKnown(part: Part, { number }: Run, known: KnownParts | undefined): boolean {
  return known?.run === number && part !== "changes" && known.parts.includes(part);
}

function isSameSample(a: SampleChoice, b: SampleChoice): boolean {
  return isSameImage(a, b) && (a.set !== "own" || b.set !== "own" || a.label === b.label);
}

/** Own images are the same if their pixels are: every message brings a copy. */
function isSameImage(a: SampleChoice, b: SampleChoice): boolean {
  if (a.set !== "own") return b.set === a.set && b.index === a.index;
  if (b.set !== "own" || a.pixels.length !== b.pixels.length) return false;
  return a.pixels === b.pixels || a.pixels.every((x, i) => x === b.pixels[i]);
}

function lossFor(network: Network, { document, looked }: OpenModel, dataset: Dataset): Loss | undefined {
  if (looked.graph !== document.graph) return undefined;
  const { output } = network.plan.output.shape;
  const classes = classesFor(network, dataset);
  const fits = sizeOf(output) === classes && output.at(-1) === classes;
  return fits ? createLoss(network, document.training.loss, classes) : undefined;
}
