import { describe, expect, test } from "vitest";
import type { Network } from "../../../src/engine/network.ts";
import { backwardFromClass, gradCam, gradientTimesInput, scoresOf } from "../../../src/engine/saliency.ts";
import { networkOf } from "../../support/build.ts";

const CONV = 0;

function withWeights(network: Network, weights: Readonly<Record<string, readonly number[]>>): Network {
  for (const { name, value } of network.weights) value.set(weights[name] ?? []);
  return network;
}

/** Forward over these values, and back from the class. */
function look(network: Network, values: ArrayLike<number>, target: number): void {
  network.inputs[0]?.set(values);
  network.forward(1, { training: false });
  backwardFromClass(network, target);
}

describe("by hand: maps 2x and -x over 2 x 2 pixels, whose means make the score mean(2x) + 3 mean(-x)", () => {
  const network = withWeights(
    networkOf(
      {
        input: [2, 2, 1],
        layers: [
          { type: "conv2d", name: "conv", filters: 2, kernelSize: 1, bias: false },
          { type: "globalAvgPool2d" },
          { type: "dense", name: "out", units: 2, bias: false, activation: "softmax" },
        ],
      },
      { inputGradients: true },
    ),
    { "conv.kernel": [2, -1], "out.kernel": [1, 0, 3, 1] },
  );
  look(network, [1, -2, 0, 4], 0);

  test("the score is the logit, and not the probability", () => {
    expect([...scoresOf(network)]).toEqual([-0.75, -0.75]);
  });

  test("gradient times input is x times (2 - 3) / 4", () => {
    expect([...gradientTimesInput(network).data]).toEqual([-0.25, 0.5, 0, -1]);
  });

  test("Grad-CAM weighs the maps by 1/4 and 3/4, and leaves out what speaks against the class", () => {
    const { rows, columns, alphas, data } = gradCam(network, CONV);
    expect([rows, columns]).toEqual([2, 2]);
    expect([...alphas]).toEqual([0.25, 0.75]);
    expect([...data]).toEqual([0, 0.5, 0, 0]);
  });
});

const model = {
  input: [6, 6, 2],
  layers: [
    { type: "conv2d", name: "conv", filters: 3, kernelSize: 3, padding: "same", activation: "tanh" },
    { type: "conv2d", name: "second", filters: 4, kernelSize: 3, strides: 2, activation: "silu" },
    { type: "flatten" },
    { type: "dense", name: "out", units: 3, activation: "softmax" },
  ],
};
const image = Float64Array.from({ length: 72 }, (_, i) => Math.sin(i * 1.7));
const EPSILON = 1e-4;

describe("by finite differences", () => {
  const network = networkOf(model, { inputGradients: true });
  const target = 2;

  function scoreOf(values: Float64Array): number {
    network.inputs[0]?.set(values);
    network.forward(1, { training: false });
    return scoresOf(network)[target] as number;
  }

  function slope(index: number): number {
    const [more, less] = [image.slice(), image.slice()];
    more[index] = (more[index] as number) + EPSILON;
    less[index] = (less[index] as number) - EPSILON;
    return (scoreOf(more) - scoreOf(less)) / (2 * EPSILON);
  }

  test("gradient times input is each pixel's value times the score's slope, summed over the channels", () => {
    const expected = Array.from({ length: 36 }, (_, place) =>
      [2 * place, 2 * place + 1].reduce((sum, i) => sum + (image[i] as number) * slope(i), 0),
    );
    look(network, image, target);
    const { rows, columns, data } = gradientTimesInput(network);
    expect([rows, columns]).toEqual([6, 6]);
    data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 5);
    });
  });

  test("a map's weight is the mean of the score's slopes by its values", () => {
    look(network, image, target);
    const { alphas } = gradCam(network, CONV);
    const moved = (index: number, by: number): number => {
      network.forwardMoved(1, { input: 0, index, by });
      return scoresOf(network)[target] as number;
    };
    alphas.forEach((alpha, k) => {
      const places = Array.from({ length: 36 }, (_, place) => place * 3 + k);
      const sum = places.reduce((sum, i) => sum + (moved(i, EPSILON) - moved(i, -EPSILON)) / (2 * EPSILON), 0);
      expect(alpha).toBeCloseTo(sum / 36, 6);
    });
  });
});

describe("where there is nothing to look at it says so", () => {
  const network = networkOf(model, { inputGradients: true });
  look(network, image, 0);

  test("a class that is none", () => {
    expect(() => backwardFromClass(network, 3)).toThrow("There is no class 3: the model gives 3 scores.");
  });

  test("a layer without maps", () => {
    expect(() => gradCam(network, 3)).toThrow("Grad-CAM looks at feature maps, and out has none.");
  });

  test("a model whose output is an image", () => {
    const pixels = networkOf({ input: [4, 4, 1], layers: [{ type: "conv2d", filters: 2, kernelSize: 3 }] });
    expect(() => scoresOf(pixels)).toThrow(
      "saliency needs one score for each class. Let the model end with a dense layer.",
    );
  });
});
