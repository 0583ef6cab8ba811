// Models that show what the examples do not: mistakes, unusual windows, large maps, many filters.

/** A deep chain of equal residual blocks, in stages of different widths. */
function deepModel(): string {
  const layers: string[] = ['{ "type": "conv2d", "name": "stem", "filters": 8, "kernelSize": 3, "padding": "same" }'];
  let last = "stem";
  for (const [stage, filters] of [8, 16].entries()) {
    const down = `s${stage}`;
    layers.push(
      `{ "type": "conv2d", "name": "${down}", "filters": ${filters}, "kernelSize": 3, "strides": 2, "padding": "same" }`,
    );
    last = down;
    for (let block = 0; block < 3; block++) {
      const name = `${down}b${block}`;
      const conv = (part: string): string =>
        `{ "type": "conv2d", "name": "${name}_${part}", "filters": ${filters}, "kernelSize": 3, "padding": "same", "bias": false }`;
      layers.push(conv("conv1"), `{ "type": "batchNorm", "name": "${name}_norm1" }`);
      layers.push(`{ "type": "activation", "name": "${name}_relu1", "function": "relu" }`);
      layers.push(conv("conv2"), `{ "type": "batchNorm", "name": "${name}_norm2" }`);
      layers.push(`{ "type": "add", "name": "${name}_add", "inputs": ["${name}_norm2", "${last}"] }`);
      layers.push(`{ "type": "activation", "name": "${name}", "function": "relu" }`);
      last = name;
    }
  }
  layers.push('{ "type": "globalAvgPool2d" }', '{ "type": "dense", "units": 10 }');
  return `{\n  "input": [28, 28, 1],\n  "layers": [\n    ${layers.join(",\n    ")}\n  ]\n}`;
}

export const models: Readonly<Record<string, string>> = {
  "deep.cnn.json": deepModel(),
  "windows.cnn.json": `{
  "input": [28, 28, 1],
  "layers": [
    { "type": "conv2d", "name": "dilated", "filters": 4, "kernelSize": 3, "dilation": [2, 3], "padding": "same", "activation": "relu" },
    { "type": "conv2d", "name": "strided", "filters": 4, "kernelSize": 3, "strides": 4, "activation": "tanh" },
    { "type": "conv2d", "name": "gaps", "filters": 4, "kernelSize": [1, 2], "strides": [3, 3], "padding": { "top": 1, "bottom": 2, "left": 0, "right": 1 } },
    { "type": "maxPool2d", "name": "ceiled", "poolSize": 2, "ceilMode": true },
    { "type": "conv2d", "name": "pointwise", "filters": 12, "kernelSize": 1, "bias": "perPosition" },
    { "type": "flatten" },
    { "type": "dense", "units": 10, "activation": "softmax" }
  ]
}`,
  "transposed.cnn.json": `{
  "input": [28, 28, 1],
  "layers": [
    { "type": "conv2d", "name": "down", "filters": 6, "kernelSize": 3, "strides": 4, "padding": "same", "activation": "relu" },
    { "type": "conv2dTranspose", "name": "up", "filters": 4, "kernelSize": 5, "strides": 3, "padding": "same" },
    { "type": "depthwiseConv2d", "name": "depthwise", "kernelSize": 3, "depthMultiplier": 2 },
    { "type": "batchNorm", "name": "normalized" },
    { "type": "flatten" },
    { "type": "dense", "units": 10, "activation": "softmax" }
  ]
}`,
  "sums.cnn.json": `{
  "input": [28, 28, 1],
  "layers": [
    { "type": "conv2d", "name": "first", "filters": 6, "kernelSize": 3, "strides": 2, "padding": "same", "activation": "silu" },
    { "type": "conv2d", "name": "grouped", "filters": 4, "kernelSize": 3, "groups": 2, "dilation": 2, "padding": "same", "bias": "perPosition", "activation": "tanh" },
    { "type": "separableConv2d", "name": "separable", "filters": 8, "kernelSize": 3, "depthMultiplier": 2, "padding": "same" },
    { "type": "avgPool2d", "name": "mean", "poolSize": 3, "strides": 2, "padding": 1 },
    { "type": "conv2dTranspose", "name": "up", "filters": 4, "kernelSize": 5, "strides": 3, "padding": "same" },
    { "type": "maxPool2d", "name": "overlapping", "poolSize": 3, "strides": 2 },
    { "type": "conv2d", "name": "whole", "filters": 10, "kernelSize": 10 },
    { "type": "flatten" },
    { "type": "activation", "function": "softmax" }
  ]
}`,
  "512-maps.cnn.json": `{
  "input": [28, 28, 1],
  "layers": [
    { "type": "conv2d", "name": "maps", "filters": 512, "kernelSize": 3, "padding": "same", "activation": "relu" },
    { "type": "maxPool2d", "poolSize": 2 },
    { "type": "globalAvgPool2d" },
    { "type": "dense", "units": 10, "activation": "softmax" }
  ]
}`,
  "large-maps.cnn.json": `{
  "input": [224, 224, 1],
  "layers": [
    { "type": "conv2d", "name": "maps", "filters": 512, "kernelSize": 3, "padding": "same", "activation": "relu" },
    { "type": "maxPool2d", "poolSize": 4 },
    { "type": "globalAvgPool2d" },
    { "type": "dense", "units": 10, "activation": "softmax" }
  ]
}`,
  "large.cnn.json": `{
  "input": [28, 28, 1],
  "layers": [
    { "type": "conv2d", "name": "wide", "filters": 200, "kernelSize": 9, "padding": { "top": 20, "bottom": 20, "left": 30, "right": 30 }, "activation": "relu" },
    { "type": "maxPool2d", "poolSize": 4 },
    { "type": "conv2d", "name": "many", "filters": 256, "kernelSize": 3 },
    { "type": "flatten" },
    { "type": "dense", "units": 64, "activation": "relu" },
    { "type": "dense", "units": 10 }
  ]
}`,
  "broken.cnn.json": `{
  "input": [28, 28, 1],
  "layers": [
    { "type": "conv2d", "filters": 8, "kernelSize": 3, "padding": "same", "activation": "relu" },
    { "type": "maxPool2d", "poolSize": 2 },
    { "type": "conv2d", "filters": 16, "kernelSize": 15 },
    { "type": "flaten" },
    { "type": "dense", "units": 10, "activation": "softmax" }
  ]
}`,
};
