/** All layer types, in the order in which people meet them. A new layer is one new file and one word here. */
import { activation } from "./activation.ts";
import { add } from "./add.ts";
import { avgPool2d } from "./avg-pool2d.ts";
import { batchNorm } from "./batch-norm.ts";
import { concat } from "./concat.ts";
import { conv2d } from "./conv2d.ts";
import { conv2dTranspose } from "./conv2d-transpose.ts";
import { dense } from "./dense.ts";
import { depthwiseConv2d } from "./depthwise-conv2d.ts";
import { dropout } from "./dropout.ts";
import { flatten } from "./flatten.ts";
import { globalAvgPool2d } from "./global-avg-pool2d.ts";
import { globalMaxPool2d } from "./global-max-pool2d.ts";
import type { LayerDefinition } from "./layer.ts";
import { layerNorm } from "./layer-norm.ts";
import { maxPool2d } from "./max-pool2d.ts";
import { multiply } from "./multiply.ts";
import { reshape } from "./reshape.ts";
import { separableConv2d } from "./separable-conv2d.ts";
import { upsample2d } from "./upsample2d.ts";
import { zeroPad2d } from "./zero-pad2d.ts";

const definitions: readonly LayerDefinition[] = [
  conv2d,
  depthwiseConv2d,
  separableConv2d,
  conv2dTranspose,
  maxPool2d,
  avgPool2d,
  globalAvgPool2d,
  globalMaxPool2d,
  dense,
  batchNorm,
  layerNorm,
  activation,
  dropout,
  flatten,
  reshape,
  zeroPad2d,
  upsample2d,
  add,
  multiply,
  concat,
];

export const layers: ReadonlyMap<string, LayerDefinition> = new Map(definitions.map((layer) => [layer.type, layer]));
