/**
 * Models of torchvision, some modules of PyTorch, and what `transformers` builds models on, as Python sources of our own, with their names, so that `model.fc` and a
 * weights file's names fit. They are read like a user's file, when one is imported.
 */
import type { SourceFile } from "../../site.ts";
import { alexnet } from "./alexnet.ts";
import { convnext } from "./convnext.ts";
import { densenet } from "./densenet.ts";
import { efficientnet } from "./efficientnet.ts";
import { googlenet } from "./googlenet.ts";
import { huggingFace } from "./hugging-face.ts";
import { inception } from "./inception.ts";
import { mnasnet } from "./mnasnet.ts";
import { mobilenetv2, mobilenetv3 } from "./mobilenet.ts";
import { quantization, quantized } from "./quantization.ts";
import { resnet } from "./resnet.ts";
import { shufflenetv2 } from "./shufflenet.ts";
import { squeezeExcitation } from "./squeeze-excitation.ts";
import { squeezenet } from "./squeezenet.ts";
import { vgg } from "./vgg.ts";
import { visionTransformer } from "./vision-transformer.ts";

/** The package of the models, with its dot. */
export const MODELS = "torchvision.models.";
/** A module of our own making, for a class that several have. */
export const SQUEEZE = "torchvision.ops.squeeze_excitation";

const models: Readonly<Record<string, string>> = {
  alexnet,
  convnext,
  densenet,
  efficientnet,
  googlenet,
  inception,
  mnasnet,
  mobilenet: "from torchvision.models.mobilenetv2 import *\nfrom torchvision.models.mobilenetv3 import *\n",
  mobilenetv2,
  mobilenetv3,
  resnet,
  shufflenetv2,
  squeezenet,
  vgg,
  vision_transformer: visionTransformer,
};

/** Under PyTorch's own names, those from before it moved them as well. */
const ofTorch: Readonly<Record<string, string>> = {
  "torch.ao": "",
  "torch.ao.nn": "",
  "torch.ao.nn.quantized": quantized,
  "torch.ao.quantization": quantization,
  "torch.nn.quantized": quantized,
  "torch.quantization": quantization,
};

const byName = new Map([
  ...Object.entries(models).map(([name, text]) => [MODELS + name, text] as const),
  ...Object.entries(ofTorch),
  ...Object.entries(huggingFace),
  [SQUEEZE, squeezeExcitation] as const,
]);

/** The source of a module by its dotted name. */
export function zooSource(name: string): SourceFile | undefined {
  const text = byName.get(name);
  return text === undefined ? undefined : { path: `<${name}>`, text, isDescribed: true };
}
