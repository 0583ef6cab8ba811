/**
 * Costs of well-known networks against published ones: the parameters of torchvision's documentation, the
 * multiply-accumulates of convolutions and dense layers as NNI, torchtnt and others count them, and what torchinfo prints.
 */
import { describe, expect, test } from "vitest";
import type { KnownNode } from "../../../src/graph/analysis.ts";
import { sizeOf } from "../../../src/tensor/shape.ts";
import { readModel } from "../../models/read-model.ts";

interface Published {
  readonly name: string;
  readonly parameters: number;
  readonly macs: number;
  /** As printed for a batch of so many: `Total mult-adds (M): 714.68`, `Forward/backward pass size (MB): 3.95`. */
  readonly torchinfo: { readonly batch: number; readonly multAdds: string; readonly passMegabytes?: string };
}

const published: readonly Published[] = [
  { name: "lenet5", parameters: 61_706, macs: 416_520, torchinfo: { batch: 1, multAdds: "0.42 M" } },
  {
    name: "alexnet",
    parameters: 61_100_840,
    macs: 714_188_480,
    torchinfo: { batch: 1, multAdds: "714.68 M", passMegabytes: "3.95" },
  },
  {
    name: "vgg16",
    parameters: 138_357_544,
    macs: 15_470_264_320,
    torchinfo: { batch: 1, multAdds: "15.48 G", passMegabytes: "108.45" },
  },
  {
    name: "resnet18",
    parameters: 11_689_512,
    macs: 1_814_073_344,
    torchinfo: { batch: 1, multAdds: "1.81 G", passMegabytes: "39.75" },
  },
  {
    name: "resnet50",
    parameters: 25_557_032,
    macs: 4_089_184_256,
    torchinfo: { batch: 2, multAdds: "8.18 G", passMegabytes: "355.66" },
  },
  {
    name: "mobilenet_v2",
    parameters: 3_504_872,
    macs: 300_774_272,
    torchinfo: { batch: 2, multAdds: "601.62 M", passMegabytes: "213.72" },
  },
];

function nodesOf(name: string): KnownNode[] {
  return readModel(name).analysis.nodes.filter((node) => node.known);
}

function total(nodes: readonly KnownNode[], count: (node: KnownNode) => number): number {
  return nodes.reduce((sum, node) => sum + count(node), 0);
}

/**
 * torchinfo adds to the multiplications each addition of a bias (in a convolution at every place), and counts each trained
 * number of a normalization once (LayerInfo.calculate_macs).
 */
function torchinfoMultAdds(nodes: readonly KnownNode[]): number {
  return total(nodes, ({ shape, weights, macs, trainableParameters }) => {
    if (macs === undefined) return trainableParameters;
    const bias = weights.find(({ name }) => name === "bias");
    const [oh = 1, ow = 1] = shape.output.length === 3 ? shape.output : [];
    return macs.value + (bias ? sizeOf(bias.shape) * oh * ow : 0);
  });
}

function formatMultAdds(count: number): string {
  return count >= 1e9 ? `${(count / 1e9).toFixed(2)} G` : `${(count / 1e6).toFixed(2)} M`;
}

describe.each(published)("$name", ({ name, parameters, macs, torchinfo }) => {
  const { analysis } = readModel(name);
  const nodes = nodesOf(name);

  test("has the published number of trained parameters", () => {
    expect(analysis.trainableParameters).toBe(parameters);
  });

  test("has the published number of multiply-accumulates", () => {
    expect(analysis.macs).toBe(macs);
  });

  test("has the mult-adds that torchinfo prints, by its rule", () => {
    expect(formatMultAdds(torchinfoMultAdds(nodes) * torchinfo.batch)).toBe(torchinfo.multAdds);
  });
});

test.each(published.filter(({ torchinfo }) => torchinfo.passMegabytes))(
  "$name has the activations that torchinfo prints: outputs of layers with parameters, twice",
  ({ name, torchinfo }) => {
    const bytes = total(nodesOf(name), (node) => (node.weights.length > 0 ? node.activationBytes : 0));
    expect(((2 * bytes * torchinfo.batch) / 1e6).toFixed(2)).toBe(torchinfo.passMegabytes);
  },
);

test("torchinfo's total for ResNet-18 is met to the last digit", () => {
  expect(torchinfoMultAdds(nodesOf("resnet18"))).toBe(1_814_083_944);
});

test("batch normalization has two trained and two measured numbers for each channel", () => {
  const norms = nodesOf("resnet18").filter(({ parameters, trainableParameters }) => parameters > trainableParameters);
  expect(norms).toHaveLength(20);
  for (const { parameters, trainableParameters, shape } of norms) {
    expect([parameters, trainableParameters]).toEqual([4 * (shape.output[2] ?? 0), 2 * (shape.output[2] ?? 0)]);
  }
});
