/** How a layer's numbers come about, in letters and in this layer's numbers, as lines of fixed-width text. */
import type { KnownNode } from "../graph/analysis.ts";
import type { Step } from "../layers/formula.ts";
import { formatNumber } from "./words.ts";

/**
 * One line each for the sizes, the parameters and the MACs, with the first equals signs below each other:
 * `oh = ceil((h - kh + 1) / sh) = ceil((28 - 3 + 1) / 2) = 13`. Empty where there is nothing to calculate.
 */
export function calculationOf(node: KnownNode): string {
  const steps = [...node.shape.steps, ...parametersStep(node), ...(node.macs ? [node.macs] : [])];
  return stepsText(steps);
}

/** VS Code wraps longer lines of a hover. */
const MOST_LETTERS = 72;

/** The lines of a calculation, with the first equals signs below each other; of a long one the numbers stand below the letters. */
export function stepsText(steps: readonly Step[]): string {
  const width = Math.max(...steps.map(({ symbol }) => symbol.length));
  return steps
    .map((step) => {
      const [letters = "", ...others] = sidesOf(step);
      const line = `${step.symbol.padStart(width)} = ${[letters, ...others].join(" = ")}`;
      const isLong = line.length > MOST_LETTERS && others.length > 1;
      return isLong ? line.replace(`${letters} = `, `${letters}\n${" ".repeat(width)} = `) : line;
    })
    .join("\n");
}

function sidesOf({ letters, numbers, value }: Step): string[] {
  const result = formatNumber(value);
  return numbers === result ? [letters, result] : [letters, numbers, result];
}

/** `parameters = kernel + bias = 3*3*8*16 + 16 = 1,168`. */
function parametersStep({ weights, parameters }: KnownNode): Step[] {
  if (weights.length === 0) return [];
  return [
    {
      symbol: "parameters",
      letters: weights.map(({ name }) => name).join(" + "),
      numbers: weights.map(({ shape }) => shape.join("*")).join(" + "),
      value: parameters,
    },
  ];
}
