/** Copies what an inspection shows of one layer out of the network's arrays: those parts that are wanted. */
import type { Network } from "../engine/network.ts";
import type { NodePlan } from "../engine/plan.ts";
import type { Source } from "../graph/graph.ts";
import type { Inspection, KnownParts, Part, WeightView } from "../protocol/inspection.ts";
import { type Look, type PieceName, type Pieces, pieceShown, type Shown, shownTensors } from "../protocol/pieces.ts";
import type { Floats } from "../tensor/floats.ts";
import { isInPieces } from "../tensor/image-pieces.ts";
import type { Shape } from "../tensor/shape.ts";
import { channelsWanted, type KnownStatistics, piecesOf, statisticsOf } from "./pieces.ts";
import type { WeightTrace } from "./weight-trace.ts";

export interface View {
  readonly network: Network;
  /** Those that are asked for, and those of them that must be sent. */
  readonly parts: ReadonlySet<Part>;
  readonly sent: ReadonlySet<Part>;
  /** `undefined`: everything whole. */
  readonly look: Look | undefined;
  readonly known: Pick<KnownParts, "maps" | "statistics"> | undefined;
  readonly figures: KnownStatistics;
  /** Whether the network holds gradients of this sample's loss. */
  readonly gradients: boolean;
  readonly trace: WeightTrace | undefined;
}

type LayerInspection = Pick<
  Inspection,
  | "inputs"
  | "output"
  | "beforeActivation"
  | "outputGradient"
  | "beforeActivationGradient"
  | "inputGradients"
  | "weights"
  | "pieces"
  | "statistics"
>;

export function lookAtInput(view: View, shape: Shape): LayerInspection {
  const { network, sent, gradients } = view;
  const values = sent.has("values") ? network.inputs[0] : undefined;
  const gradient = gradients && sent.has("gradients") ? network.inputGradient(0) : undefined;
  const gradientCopy = gradient && copy(gradient);
  const plan = { index: -1, activation: undefined };
  return {
    inputs: [],
    output: { shape, data: copy(values) },
    beforeActivation: undefined,
    outputGradient: gradientCopy,
    beforeActivationGradient: gradientCopy,
    inputGradients: [],
    weights: [],
    pieces: {},
    statistics: figuresOf(view, plan, shape, { output: values, gradient }),
  };
}

/** Throws for a layer that is not there. */
export function lookAtLayer(view: View, layer: number): LayerInspection {
  const { network, parts, gradients } = view;
  const plan = network.plan.nodes.find(({ index }) => index === layer);
  if (plan === undefined) throw new Error(`The model has no layer ${layer}.`);
  const shape = plan.shape.output;
  const isBefore = plan.activation !== undefined;
  const has = (part: Part, read: () => Floats): Floats | undefined => (parts.has(part) ? read() : undefined);
  const output = has("values", () => network.output(layer));
  const before = isBefore ? has("values", () => network.beforeActivation(layer)) : undefined;
  const gradient = gradients ? has("gradients", () => network.outputGradient(layer)) : undefined;
  const beforeGradient =
    gradients && isBefore ? has("gradients", () => network.beforeActivationGradient(layer)) : undefined;
  const statistics = figuresOf(view, plan, shape, { output, beforeActivation: before, gradient });
  const { send, pieces } = sending(view, statistics);
  const outputGradient = gradient && send("outputGradient", "gradients", shape, gradient);
  const through = gradients && parts.has("through") ? network.gradientsThrough(layer) : [];
  return {
    inputs: plan.feeders.map((feeder, index) => {
      const inputShape = plan.inputs[index] ?? [];
      const values = has("inputs", () => valuesOf(network, feeder));
      return { shape: inputShape, data: send(index === 0 ? "input" : undefined, "inputs", inputShape, values) };
    }),
    output: { shape, data: send("output", "values", shape, output) },
    beforeActivation: plan.activation && { shape, data: send("beforeActivation", "values", shape, before) },
    outputGradient,
    // One array at both places is sent once.
    beforeActivationGradient: beforeGradient
      ? send("beforeActivationGradient", "gradients", shape, beforeGradient)
      : outputGradient,
    inputGradients: through.map((values, index) =>
      send(index === 0 ? "inputGradient" : undefined, "through", plan.inputs[index] ?? [], values),
    ),
    weights: weightsOf(view, plan),
    pieces,
    statistics: withoutKnown(statistics, view),
  };
}

/** Gives a tensor's array: a copy, or an empty one where pieces of it are sent, which are noted by name. */
function sending({ look, sent, known }: View, statistics: Figures) {
  const pieces: Partial<Record<PieceName, Pieces>> = {};
  const send = (name: PieceName | undefined, part: Part, shape: Shape, values: Floats | undefined): Float32Array => {
    if (look === undefined || name === undefined || !isInPieces(shape)) {
      return copy(sent.has(part) ? values : undefined);
    }
    if (values === undefined) return new Float32Array();
    const wanted = name === "input" || name === "inputGradient" ? look.input : look.output;
    pieces[name] = piecesOf(values, shape, wanted, mapsOf(name, look, statistics), known?.maps?.[name]);
    return new Float32Array();
  };
  return { send, pieces };
}

/** The channels that an atlas shows of the tensor. */
function mapsOf(name: PieceName, { maps }: Look, statistics: Figures): readonly number[] {
  if (maps === undefined) return [];
  const of = statistics[maps.of] ? maps.of : "output";
  const figures = statistics[of];
  return figures && pieceShown(of) === name ? channelsWanted(maps, figures) : [];
}

type Figures = Partial<Record<Shown, Float64Array>>;

/** Of a tensor in pieces only if its maps are looked at: the output's, where what is wanted is not there. */
function figuresOf(
  { look, figures }: View,
  plan: Pick<NodePlan, "index" | "activation">,
  shape: Shape,
  tensors: Partial<Record<Shown, Floats | undefined>>,
): Figures {
  const of = look?.maps && (tensors[look.maps.of] ? look.maps.of : "output");
  const found: Figures = {};
  if (shape.length < 2) return found;
  for (const shown of shownTensors) {
    const values = tensors[shown];
    const isAsked = look === undefined || plan.index === -1 || !isInPieces(shape) || shown === of;
    if (values && isAsked) found[shown] = statisticsOf(figures, plan, shown, { shape, values });
  }
  return found;
}

function withoutKnown(figures: Figures, { known }: View): Figures {
  const entries = Object.entries(figures).filter(([shown]) => !known?.statistics?.includes(shown as Shown));
  return Object.fromEntries(entries);
}

function valuesOf(network: Network, feeder: Source): Floats {
  return (feeder.kind === "node" ? network.output(feeder.index) : network.inputs[0]) ?? new Float32Array();
}

function weightsOf({ network, sent: parts, gradients, trace }: View, { name }: NodePlan): WeightView[] {
  const changes = parts.has("changes") ? trace : undefined;
  const withGradients = gradients && parts.has("weightGradients");
  return network.weights
    .filter(({ layer }) => layer === name)
    .map(({ name: fullName, spec, value, gradient }) => ({
      name: spec.name,
      shape: spec.shape,
      value: copy(parts.has("weights") ? value : undefined),
      change: changes?.changeOf(fullName, value),
      update: changes?.updateOf(fullName, value.length),
      gradient: withGradients && gradient && spec.trainable ? copy(gradient) : undefined,
    }));
}

/** Empty if there is nothing to copy. */
export function copy(values: Floats | undefined): Float32Array {
  return new Float32Array(values ?? []);
}
