/** Model files for the commands' tests. */

/** Two layers on 4 x 4 images; errors and weights are easily counted. */
export const small = `{
  "name": "Small",
  "input": [4, 4, 1],
  "layers": [
    { "type": "conv2d", "name": "conv", "filters": 2, "kernelSize": 3, "activation": "relu" },
    { "type": "flatten", "name": "flat" },
    {
      "type": "dense", "name": "out", "units": 3, "activation": "softmax"
    }
  ]
}
`;

/** A kernel larger than its input, and a layer that therefore is unknown. */
export const broken = `{
  "input": [4, 4, 1],
  "layers": [
    { "type": "conv2d", "name": "big", "filters": 2, "kernelSize": 9 },
    { "type": "flatten", "name": "flat" }
  ]
}
`;

/** Fits the bundled MNIST and trains in a moment. */
export const digits = `{
  "input": [28, 28, 1],
  "layers": [
    { "type": "maxPool2d", "name": "pool", "poolSize": 4 },
    { "type": "flatten", "name": "flat" },
    { "type": "dense", "name": "out", "units": 10, "activation": "softmax" }
  ],
  "training": { "samples": 60, "testSamples": 20, "epochs": 3, "batchSize": 8, "optimizer": { "type": "adam", "learningRate": 0.01 } }
}
`;
