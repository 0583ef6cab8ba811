/**
 * Weights that a framework wrote under its own names and in its own order of axes, as ours. PyTorch keeps a convolution's
 * kernel [o, i, kh, kw] and a dense layer's [o, i], and flattens an image channel by channel.
 */
import type { ForeignWeight } from "../graph/graph.ts";
import type { Floats } from "../tensor/floats.ts";
import type { NamedTensors, Tensor } from "../tensor/named-tensor.ts";
import type { Shape } from "../tensor/shape.ts";

interface ForeignNode {
  readonly name: string;
  readonly foreign: readonly ForeignWeight[];
}

/** What the nodes find in the file comes under our names; everything else stays as it is. */
export function translateWeights(nodes: readonly ForeignNode[], tensors: NamedTensors): NamedTensors {
  const translated = new Map(tensors);
  const prefix = commonPrefix(nodes, tensors);
  for (const node of nodes) {
    for (const foreign of node.foreign) {
      const name = prefix + foreign.name;
      const tensor = tensors.get(name);
      if (tensor === undefined || tensor.shape.length !== foreign.axes.length) continue;
      translated.delete(name);
      translated.set(`${node.name}.${foreign.weight}`, translate(tensor, foreign));
    }
  }
  return translated;
}

/** A weight of ours as the framework knows it: its name there, and its shape in the framework's order of axes. */
export type Spoken = (name: string, shape: Shape) => { readonly name: string; readonly shape: Shape };

/** For a file with these tensors, which may bear our names. */
export function spokenAs(nodes: readonly ForeignNode[], tensors: NamedTensors): Spoken {
  const theirs = new Map<string, ForeignWeight>(
    nodes.flatMap((node) => node.foreign.map((foreign) => [`${node.name}.${foreign.weight}`, foreign] as const)),
  );
  return (name, shape) => {
    const foreign = theirs.get(name);
    if (foreign === undefined || tensors.has(name)) return { name, shape };
    const turned = [...shape];
    for (const [ours, axis] of foreign.axes.entries()) turned[axis] = shape[ours] ?? 1;
    return { name: foreign.name, shape: turned };
  };
}

/**
 * What stands before every name in the file: nothing, or the model's own name, as Keras writes it and as PyTorch does for a
 * model within another. Of several the one under which most is found.
 */
function commonPrefix(nodes: readonly ForeignNode[], tensors: NamedTensors): string {
  const names = nodes.flatMap(({ foreign }) => foreign.map(({ name }) => name));
  const [first] = names;
  if (first === undefined) return "";
  const prefixes = [...tensors.keys()].flatMap((name) => (name.endsWith(first) ? [name.slice(0, -first.length)] : []));
  const found = (prefix: string): number => names.filter((name) => tensors.has(prefix + name)).length;
  return prefixes.filter(endsAName).reduce((best, prefix) => (found(prefix) > found(best) ? prefix : best), "");
}

function endsAName(prefix: string): boolean {
  return /[./]$/.test(prefix);
}

function translate(tensor: Tensor, { axes, flattened }: ForeignWeight): Tensor {
  const turned = turnAxes(tensor, axes);
  return flattened ? sortRows(turned, flattened) : turned;
}

/** Our axis `a` is the tensor's axis `axes[a]`. */
function turnAxes({ shape, data }: Tensor, axes: readonly number[]): Tensor {
  if (axes.every((axis, at) => axis === at)) return { shape, data };
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = axes.map((axis) => shape[axis] ?? 1);
  const steps = axes.map((axis) => strides[axis] ?? 1);
  const turned = data.slice();
  const place = sizes.map(() => 0);
  for (let i = 0; i < turned.length; i++) {
    turned[i] = data[place.reduce((sum, index, axis) => sum + index * (steps[axis] ?? 0), 0)] ?? 0;
    advance(place, sizes);
  }
  return { shape: sizes, data: turned };
}

/** The next place in row-major order. */
function advance(place: number[], sizes: readonly number[]): void {
  for (let axis = place.length - 1; axis >= 0; axis--) {
    const next = (place[axis] ?? 0) + 1;
    place[axis] = next === sizes[axis] ? 0 : next;
    if (next !== sizes[axis]) return;
  }
}

/** Rows in the order channel, height, width become rows in the order height, width, channel. */
function sortRows(tensor: Tensor, [h = 1, w = 1, c = 1]: Shape): Tensor {
  const [rows = 0, columns = 0] = tensor.shape;
  if (rows !== h * w * c) return tensor;
  const sorted: Floats = tensor.data.slice();
  for (let row = 0; row < rows; row++) {
    const [channel, cell] = [row % c, Math.floor(row / c)];
    const from = (channel * h * w + cell) * columns;
    sorted.set(tensor.data.subarray(from, from + columns), row * columns);
  }
  return { shape: tensor.shape, data: sorted };
}
