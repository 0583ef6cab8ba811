/** Tensors that no array could hold: 10^9 filters are a slip of the hand, and nothing is to be allocated for them. */
import type { LayerShape, WeightSpec } from "../layers/layer.ts";
import { type Shape, sizeOf } from "../tensor/shape.ts";
import type { GraphInput, GraphNode } from "./graph.ts";
import { inputWords } from "./input-words.ts";
import type { GraphIssue } from "./issue.ts";

/** Places are counted in signed 32-bit integers. */
const MOST_NUMBERS = 2 ** 31 - 1;

export function isTooLarge(shape: Shape): boolean {
  return !(sizeOf(shape) <= MOST_NUMBERS);
}

/** The node's output for one sample, or the first of its weights, if it is too large. */
export function checkLayerSize(
  node: GraphNode,
  index: number,
  { output }: LayerShape,
  weights: readonly WeightSpec[],
): GraphIssue | undefined {
  const weight = weights.find(({ shape }) => isTooLarge(shape));
  if (!isTooLarge(output) && weight === undefined) return undefined;
  const what = weight && !isTooLarge(output) ? `${node.name}.${weight.name} holds` : `${node.name} gives`;
  const attribute = largestAttribute(node);
  const remedy = attribute === undefined ? "Give it a smaller input" : `Lower ${attribute} or give it a smaller input`;
  return {
    code: "graph/too-large",
    severity: "error",
    message: `${what} ${countOf(isTooLarge(output) ? output : (weight?.shape ?? []))}. ${remedy}.`,
    node: index,
    ...(attribute !== undefined && { attribute }),
  };
}

export function checkInputSize({ name, shape }: GraphInput, index: number): GraphIssue | undefined {
  if (shape === undefined || !isTooLarge(shape)) return undefined;
  const message = `A sample of ${inputWords(name)} holds ${countOf(shape)}. Make it smaller.`;
  return { code: "graph/too-large", severity: "error", message, node: -1, input: index, attribute: "shape" };
}

/** `28 × 28 × 1,000,000,000 = 784,000,000,000 numbers, but a tensor may hold at most 2,147,483,647` */
function countOf(shape: Shape): string {
  return `${shape.map(formatCount).join(" × ")} = ${formatCount(sizeOf(shape))} numbers, but a tensor may hold at most ${formatCount(MOST_NUMBERS)}`;
}

function formatCount(count: number): string {
  return Number.isSafeInteger(count) ? count.toLocaleString("en") : count.toExponential(1);
}

/** The attribute with the largest number in it, which is the likeliest to be the slip. */
function largestAttribute({ attributes = {} }: GraphNode): string | undefined {
  let blamed: string | undefined;
  let most = 1;
  for (const [name, value] of Object.entries(attributes)) {
    const number = largestNumber(value);
    if (number > most) {
      blamed = name;
      most = number;
    }
  }
  return blamed;
}

function largestNumber(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce((most: number, part: unknown) => Math.max(most, largestNumber(part)), 0);
}
