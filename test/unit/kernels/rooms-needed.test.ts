/** What is planned for the kernels' rooms is enough: an arena that has no more refuses what was not planned. */
import { describe, expect, it } from "vitest";
import { allFusions, noFusions } from "../../../src/engine/group.ts";
import { chooseBackend } from "../../../src/kernels/choose-backend.ts";
import { openRooms } from "../../../src/kernels/wasm/instance-parts.ts";
import { purposes, type RoomSizes } from "../../../src/tensor/backend.ts";
import { Random } from "../../../src/tensor/random.ts";
import { networkOf } from "../../support/build.ts";

const conv = (filters: number, more: object = {}) => ({
  type: "conv2d",
  filters,
  kernelSize: 3,
  padding: "same",
  ...more,
});
const head = [{ type: "globalAvgPool2d" }, { type: "dense", units: 4, activation: "softmax" }];

/** Each large enough for the rest of the arena's last pages not to hide what is missing. */
const models: Record<string, object> = {
  "many channels on a small map": { input: [7, 7, 300], layers: [conv(300), conv(520), ...head] },
  "as many channels as a kernel's gradient has planes for": { input: [40, 40, 250], layers: [conv(256), ...head] },
  "from few channels to many and back": { input: [20, 20, 16], layers: [conv(600), conv(24), ...head] },
  "a wide map": { input: [12, 600, 16], layers: [conv(16), conv(17), ...head] },
  "a pool behind": {
    input: [60, 60, 32],
    layers: [conv(67), { type: "maxPool2d" }, conv(65, { activation: "relu" }), { type: "maxPool2d" }, ...head],
  },
  "a large kernel with a stride": { input: [90, 90, 24], layers: [conv(40, { kernelSize: 11, strides: 4 }), ...head] },
  "a stride of two": {
    input: [40, 40, 64],
    layers: [
      conv(260, { strides: 2 }),
      conv(64),
      { type: "conv2dTranspose", filters: 200, kernelSize: 3, strides: 2 },
      ...head,
    ],
  },
  "a transposed convolution": {
    input: [24, 24, 96],
    layers: [{ type: "conv2dTranspose", filters: 40, kernelSize: 3 }, conv(40), ...head],
  },
  "groups and separable kernels": {
    input: [40, 40, 64],
    layers: [conv(128, { groups: 4 }), { type: "separableConv2d", filters: 96, kernelSize: 5 }, ...head],
  },
  "dense layers": {
    input: [50, 50, 10],
    layers: [{ type: "flatten" }, { type: "dense", units: 300, activation: "relu" }, { type: "dense", units: 4 }],
  },
};

describe.each(Object.entries(models))("%s", (_, model) => {
  it.each([
    ["in blocks", "output", allFusions],
    ["layer by layer", "everything", noFusions],
  ] as const)("%s", (_how, observed, fusions) => {
    const network = networkOf(model, {
      backend: chooseBackend("relaxed"),
      precision: "float32",
      batchSize: 3,
      observed,
      fusions,
      inputGradients: true,
    });
    for (const input of network.inputs) new Random(1).uniforms(input, 1);
    network.forward(3, { training: true });
    network.gradientAt("beforeActivation").fill(1);
    expect(() => network.backward("beforeActivation")).not.toThrow();
    expect(network.inputGradient(0).some((value) => value !== 0)).toBe(true);
  });
});

it("a room is taken once, as large as it was planned", () => {
  const taken: number[] = [];
  const planned = Object.fromEntries(purposes.map((purpose) => [purpose, 100])) as RoomSizes;
  const rooms = openRooms(
    (length) => taken.push(length),
    (at) => at,
    planned,
  );
  for (const length of [10, 50, 100]) rooms.tiles(length);
  expect(taken).toEqual([100]);
  rooms.tiles(101);
  expect(taken).toEqual([100, 200]);
});
