/**
 * What the inspector asks about one layer and one sample, and what it gets: copies, never views of a larger buffer. Shapes,
 * names and the prediction always come; numbers in parts, so that only what is shown is computed and sent.
 */
import type { Shape } from "../tensor/shape.ts";
import type { Filter, FilterWanted, KnownMaps, Look, PieceName, Pieces, Shown } from "./pieces.ts";

export const allParts = [
  /** The sample's image. */
  "image",
  /** The layer's output, and the output before its activation. */
  "values",
  "inputs",
  /** Of the loss by these outputs. */
  "gradients",
  "weights",
  "weightGradients",
  /** What a training did to the weights. */
  "changes",
  /** What the layer sends back to its inputs. */
  "through",
] as const;

export type Part = (typeof allParts)[number];

/** What only the way back through the network gives. */
export const backwardParts: readonly Part[] = ["gradients", "weightGradients", "through"];

export interface InspectionRequest {
  /** The graph's node, by index in the file's order; -1 for the input itself. */
  readonly layer: number;
  readonly sample: SampleChoice;
  /** Without the word all. */
  readonly parts?: readonly Part[] | undefined;
  /** What is looked at in tensors that are sent in pieces; without the word these too come whole. */
  readonly look?: Look | undefined;
  /** What is read of a kernel that need not come whole. */
  readonly filter?: FilterWanted | undefined;
  /** Parts of that run that are there already, and need not be sent again if it is still the latest. */
  readonly known?: KnownParts | undefined;
}

export interface KnownParts {
  readonly run: number;
  readonly parts: readonly Part[];
  readonly maps?: KnownMaps | undefined;
  readonly statistics?: readonly Shown[] | undefined;
}

/** An image of the data set, from the front of its training or test half. */
export interface DatasetSample {
  readonly set: "train" | "test";
  readonly index: number;
}

/** An image that the person drew or opened. */
export interface OwnSample {
  readonly set: "own";
  /** As many as the model's input has, from 0 to 1. None in a question that knows a run: that run's. */
  readonly pixels: Float32Array;
  /** Its class; `undefined`: nobody has said it, so that there is neither loss nor gradient. */
  readonly label: number | undefined;
}

/** What a question fails with whose image is to be sent again: its run was another worker's, or is long ago. */
export const IMAGE_FORGOTTEN = "The image is not known any more.";

export type SampleChoice = DatasetSample | OwnSample;

/** A tensor of one sample: no batch axis. */
export interface SampleTensor {
  readonly shape: Shape;
  readonly data: Float32Array;
}

export interface WeightView {
  /** `kernel`, `bias`. */
  readonly name: string;
  readonly shape: Shape;
  /** Empty without the part `weights`. */
  readonly value: Float32Array;
  /** Gradient of the sample's loss; `undefined` without one, and without the part `weightGradients`. */
  readonly gradient: Float32Array | undefined;
  /** Since the training began that the weights come from; `undefined` if that is not known, and without the part `changes`. */
  readonly change: Float32Array | undefined;
  /** What a step of it, the latest that was traced, added; likewise. */
  readonly update: Float32Array | undefined;
}

export interface Inspection {
  readonly layer: number;
  /** The one that was asked about; an own image without its pixels. */
  readonly sample: SampleChoice;
  /** Those that were sent. What belongs to others is empty or `undefined`; shapes are always there. */
  readonly parts: readonly Part[];
  /** Answers of the same run belong to the same sample, weights and model. */
  readonly run: number;
  /** The sample's true class; `undefined` if nobody has said it. */
  readonly label: number | undefined;
  readonly image: SampleTensor;
  readonly inputs: readonly SampleTensor[];
  readonly output: SampleTensor;
  /** Before the layer's activation; `undefined` if it has none. */
  readonly beforeActivation: SampleTensor | undefined;
  readonly outputGradient: Float32Array | undefined;
  /** By the value before the activation: the output's own gradient, if there is none. */
  readonly beforeActivationGradient: Float32Array | undefined;
  /** For each input what this layer alone sends back to it; an input may feed other layers too. None for the input itself or without a loss. */
  readonly inputGradients: readonly Float32Array[];
  readonly weights: readonly WeightView[];
  /** What was asked for of the layer's kernel; `undefined` if nothing was, or the kernel is another. */
  readonly filter?: Filter | undefined;
  /** Of the tensors that are large: their arrays are empty where they belong to a part that was sent. */
  readonly pieces: Readonly<Partial<Record<PieceName, Pieces>>>;
  /** Of each map, packed; of a large tensor only where its maps are looked at. */
  readonly statistics: Readonly<Partial<Record<Shown, Float64Array>>>;
  /** `undefined` if there is none, because the output does not fit the classes or nobody has said the label, and if it is no number. */
  readonly loss: number | undefined;
  /** The model's output, as probabilities where it classifies; `undefined` if the output does not fit the classes. */
  readonly prediction: Float32Array | undefined;
}

/** Whether the sample has a loss, and so gradients, whatever parts of it are there. */
export function hasLoss({ label, prediction }: Pick<Inspection, "label" | "prediction">): boolean {
  return label !== undefined && prediction !== undefined;
}
