/** What stands out in the flow of values and gradients, in words. */
import type { Flow, LayerFlow, Magnitude, WeightFlow } from "../../src/protocol/flow.ts";
import type { LayerView } from "../../src/protocol/view-contract.ts";
import { countOf, formatCount, formatPercent, formatValue } from "./numbers.ts";

export type FindingKind = "not finite" | "dead" | "vanishing" | "exploding" | "unstable";

export interface Finding {
  /** Index of the layer. */
  readonly layer: number;
  readonly kind: FindingKind;
  /** `37 of 64 maps are zero for this sample`. */
  readonly words: string;
}

/** Gradients whose norm is so many times that at the last layer's output are too small, and by as much too large. */
const FAINT = 1e-3;
/** The part of a layer's feature maps, and of a vector's values, that is dead when it is zero. ReLU alone makes half. */
const DEAD_MAPS = 0.5;
const DEAD_VALUES = 0.9;

/** Of a step's update by the weights: 0.001 is usual, and with as much as the weights themselves nothing of them is left. */
const UNSTABLE = 1;

/** In the order of the layers; a layer that only passes on what another began is left out. */
export function findingsOf({ layers: flows }: Flow, layers: readonly LayerView[]): Finding[] {
  const last = lastGradient(flows, layers);
  const flowOf = new Map(flows.map((flow) => [flow.layer, flow]));
  const readers = readersOf(layers);
  return flows.flatMap((flow) => {
    const feeders = (layers[flow.layer]?.feeders ?? []).flatMap((feeder) => flowOf.get(feeder) ?? []);
    const above = (readers.get(flow.layer) ?? []).flatMap((reader) => flowOf.get(reader) ?? []);
    const said = [...valueFindings(flow, feeders), ...gradientFindings(flow, above, last), ...updateFindings(flow)];
    return said.map((finding) => ({ layer: flow.layer, ...finding }));
  });
}

type Said = Omit<Finding, "layer">;

function valueFindings(flow: LayerFlow, feeders: readonly LayerFlow[]): Said[] {
  const { output, units, zeroUnits } = flow;
  if (output.notFinite > 0) {
    const isFirst = feeders.every((feeder) => feeder.output.notFinite === 0);
    return isFirst ? [{ kind: "not finite", words: `${notFinite(output)} values ${NOT_FINITE}` }] : [];
  }
  if (output.zeros === output.count) {
    const isFirst = feeders.every((feeder) => feeder.output.zeros < feeder.output.count);
    return isFirst ? [{ kind: "dead", words: "every value is zero for this sample" }] : [];
  }
  if (!isDead(flow) || feeders.some((feeder) => passesOn(feeder, flow))) return [];
  const [one, many] = units < output.count ? ["map is", "maps are"] : ["value is", "values are"];
  return [{ kind: "dead", words: `${formatCount(zeroUnits)} of ${countOf(units, one, many)} zero for this sample` }];
}

function isDead({ output, units, zeroUnits }: LayerFlow): boolean {
  return zeroUnits >= units * (units < output.count ? DEAD_MAPS : DEAD_VALUES);
}

/** Whether the zeros are the feeder's: its dead maps, or the same values in one row. */
function passesOn(feeder: LayerFlow, flow: LayerFlow): boolean {
  if (feeder.units === flow.units) return feeder.zeroUnits >= flow.zeroUnits;
  const isVector = flow.units === flow.output.count;
  return isVector && feeder.output.count === flow.output.count && feeder.output.zeros === flow.output.zeros;
}

const NOT_FINITE = "are NaN or infinite";

function notFinite({ notFinite, count }: Magnitude): string {
  return `${formatCount(notFinite)} of ${formatCount(count)}`;
}

/** `above` are the layers that the gradient comes from: what has begun there is said there. */
function gradientFindings({ gradient }: LayerFlow, above: readonly LayerFlow[], last: Magnitude | undefined): Said[] {
  if (gradient === undefined || last === undefined) return [];
  if (gradient.notFinite > 0) {
    if (above.some((reader) => (reader.gradient?.notFinite ?? 0) > 0)) return [];
    return [{ kind: "not finite", words: `${notFinite(gradient)} values of its gradient ${NOT_FINITE}` }];
  }
  if (last.norm === 0) return [];
  if (gradient.norm === 0) {
    if (above.some((reader) => reader.gradient?.norm === 0)) return [];
    return [{ kind: "vanishing", words: "no gradient arrives for this sample" }];
  }
  const times = `its gradient is ${formatValue(gradient.norm / last.norm)} times the last layer's`;
  if (gradient.norm < last.norm * FAINT) return [{ kind: "vanishing", words: times }];
  return gradient.norm * FAINT > last.norm ? [{ kind: "exploding", words: times }] : [];
}

function updateFindings({ weights }: LayerFlow): Said[] {
  const ratio = updateRatio(weights);
  if (ratio === undefined || !(ratio > UNSTABLE)) return [];
  const times = formatValue(Number(ratio.toPrecision(3)));
  return [
    {
      kind: "unstable",
      words: `the last step changed its weights by ${times} times their own norm; lower the learning rate`,
    },
  ];
}

function readersOf(layers: readonly LayerView[]): Map<number, number[]> {
  const readers = new Map<number, number[]>();
  layers.forEach(({ feeders }, reader) => {
    for (const feeder of feeders) readers.set(feeder, [...(readers.get(feeder) ?? []), reader]);
  });
  return readers;
}

/** Of the last layer that nothing reads: where the way back begins. */
export function lastGradient(flows: readonly LayerFlow[], layers: readonly LayerView[]): Magnitude | undefined {
  const read = new Set(layers.flatMap(({ feeders }) => feeders));
  return flows.findLast(({ layer }) => !read.has(layer))?.gradient;
}

/** `53.0 %`, with the maps that are zero everywhere: `53.0 %, 3 of 8 maps`. */
export function describeZeros({ output, units, zeroUnits }: LayerFlow): string {
  const share = formatPercent(output.zeros / Math.max(1, output.count));
  if (units === output.count || zeroUnits === 0) return share;
  return `${share}, ${formatCount(zeroUnits)} of ${countOf(units, "map")}`;
}

/** `0.81 times the last layer's`; empty without a last layer's. */
export function describeRatio(gradient: Magnitude, last: Magnitude | undefined): string {
  return last === undefined || last.norm === 0
    ? ""
    : `${formatValue(gradient.norm / last.norm)} times the last layer's`;
}

/** Of all of a layer's weights together, so that a bias that begins at zero does not spoil it; `undefined` without a step. */
export function updateRatio(weights: readonly WeightFlow[]): number | undefined {
  if (weights.every(({ updateNorm }) => updateNorm === undefined)) return undefined;
  const size = Math.hypot(...weights.map(({ norm }) => norm));
  return size === 0 ? undefined : Math.hypot(...weights.map(({ updateNorm }) => updateNorm ?? 0)) / size;
}

/** `kernel 0.0012, bias 0.031`: each update's norm by its weight's; empty if no step was traced. */
export function describeUpdates(weights: readonly WeightFlow[]): string {
  return weights
    .flatMap(({ name, norm, updateNorm }) =>
      updateNorm === undefined ? [] : `${name} ${describeUpdateRatio(updateNorm, norm)}`,
    )
    .join(", ");
}

/** To three digits: it is an order of magnitude. A weight that is all zero has no ratio. */
export function describeUpdateRatio(updateNorm: number, norm: number): string {
  return norm === 0 ? "(all zero)" : formatValue(Number((updateNorm / norm).toPrecision(3)));
}

/** What is said of the pointed layer: `conv1 · mean |value| 0.21 · mean |gradient| 0.004, its norm 0.9 times the last layer's`. */
export function describeLayerFlow(name: string, flow: LayerFlow, last: Magnitude | undefined): string {
  const { output, gradient, weights } = flow;
  const parts = [name, `mean |value| ${formatValue(output.mean)}`];
  if (gradient) {
    const ratio = describeRatio(gradient, last);
    parts.push(`mean |gradient| ${formatValue(gradient.mean)}${ratio === "" ? "" : `, its norm ${ratio}`}`);
  }
  if (output.zeros > 0) parts.push(`zero ${describeZeros(flow)}`);
  const updates = describeUpdates(weights);
  return [...parts, ...(updates === "" ? [] : [`update-to-weight ratio: ${updates}`])].join(" · ");
}
