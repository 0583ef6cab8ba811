/**
 * The table of google-research/receptive_field (receptive_field/RECEPTIVE_FIELD_TABLE.md), which rests on TensorFlow's
 * graphs of the slim library. With "same" padding its pads depend on the image's side: 224 and 321 are published.
 */
import { describe, expect, test } from "vitest";
import { readModel } from "../../models/read-model.ts";

type Row = readonly [layer: string, size: number, stride: number, padding: number];

const vgg: readonly Row[] = [
  ["conv1_1", 3, 1, 1],
  ["pool1", 6, 2, 2],
  ["conv2_1", 10, 2, 4],
  ["pool2", 16, 4, 6],
  ["conv3_1", 24, 4, 10],
  ["conv3_2", 32, 4, 14],
  ["pool3", 44, 8, 18],
  ["conv4_1", 60, 8, 26],
  ["conv4_2", 76, 8, 34],
  ["pool4", 100, 16, 42],
  ["conv5_1", 132, 16, 58],
  ["conv5_2", 164, 16, 74],
  ["pool5", 212, 32, 90],
];

const tables: readonly { readonly model: string; readonly side: number; readonly rows: readonly Row[] }[] = [
  { model: "slim_vgg_16", side: 224, rows: vgg },
  { model: "slim_vgg_16", side: 321, rows: vgg },
  {
    model: "slim_resnet_v1_50",
    side: 224,
    rows: [
      ["block1", 35, 8, 15],
      ["block2", 99, 16, 47],
      ["block3", 291, 32, 143],
      ["block4", 483, 32, 239],
    ],
  },
  {
    model: "slim_resnet_v1_50",
    side: 321,
    rows: [
      ["block1", 35, 8, 17],
      ["block2", 99, 16, 49],
      ["block3", 291, 32, 145],
      ["block4", 483, 32, 241],
    ],
  },
  {
    model: "slim_mobilenet_v1",
    side: 224,
    rows: [
      ["Conv2d_0", 3, 2, 0],
      ["Conv2d_1_pointwise", 7, 2, 2],
      ["Conv2d_2_pointwise", 11, 4, 2],
      ["Conv2d_3_pointwise", 19, 4, 6],
      ["Conv2d_4_pointwise", 27, 8, 6],
      ["Conv2d_5_pointwise", 43, 8, 14],
      ["Conv2d_6_pointwise", 59, 16, 14],
      ["Conv2d_7_pointwise", 91, 16, 30],
      ["Conv2d_8_pointwise", 123, 16, 46],
      ["Conv2d_9_pointwise", 155, 16, 62],
      ["Conv2d_10_pointwise", 187, 16, 78],
      ["Conv2d_11_pointwise", 219, 16, 94],
      ["Conv2d_12_pointwise", 251, 32, 94],
      ["Conv2d_13_pointwise", 315, 32, 126],
    ],
  },
  {
    model: "slim_mobilenet_v1",
    side: 321,
    rows: [
      ["Conv2d_0", 3, 2, 1],
      ["Conv2d_1_pointwise", 7, 2, 3],
      ["Conv2d_2_pointwise", 11, 4, 5],
      ["Conv2d_3_pointwise", 19, 4, 9],
      ["Conv2d_4_pointwise", 27, 8, 13],
      ["Conv2d_5_pointwise", 43, 8, 21],
      ["Conv2d_6_pointwise", 59, 16, 29],
      ["Conv2d_7_pointwise", 91, 16, 45],
      ["Conv2d_8_pointwise", 123, 16, 61],
      ["Conv2d_9_pointwise", 155, 16, 77],
      ["Conv2d_10_pointwise", 187, 16, 93],
      ["Conv2d_11_pointwise", 219, 16, 109],
      ["Conv2d_12_pointwise", 251, 32, 125],
      ["Conv2d_13_pointwise", 315, 32, 157],
    ],
  },
];

describe.each(tables)("$model at $side x $side", ({ model, side, rows }) => {
  const { graph, analysis } = readModel(model, side);
  const names = graph.nodes.map(({ name }) => name);

  test.each(rows)(
    "%s sees %i cells, moves by %i, and begins %i cells before the image",
    (layer, size, stride, padding) => {
      const node = analysis.nodes[names.indexOf(layer)];
      const axis = { size, stride, start: 0 - padding };
      const field = { kind: "window", exact: true, vertical: axis, horizontal: axis };
      expect(node?.known ? node.receptiveField : undefined).toEqual(field);
    },
  );
});
