// Writes the well-known networks beside this file as model files.
//
//     node test/models/generate.ts

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { slimMobilenetV1, slimResnetV1, slimVgg16 } from "./slim.ts";
import { alexnet, lenet5, mobilenetV2, resnet, vgg16 } from "./torchvision.ts";

/** The text of each file by its name. */
export function generateModels(): Map<string, string> {
  const models = {
    lenet5: lenet5(),
    alexnet: alexnet(),
    vgg16: vgg16(),
    resnet18: resnet("resnet18"),
    resnet50: resnet("resnet50"),
    mobilenet_v2: mobilenetV2(),
    slim_vgg_16: slimVgg16(),
    slim_resnet_v1_50: slimResnetV1(),
    slim_mobilenet_v1: slimMobilenetV1(),
  };
  return new Map(Object.entries(models).map(([name, model]) => [`${name}.cnn.json`, model.toString()]));
}

if (import.meta.main) {
  for (const [name, text] of generateModels()) writeFileSync(join(import.meta.dirname, name), text);
}
