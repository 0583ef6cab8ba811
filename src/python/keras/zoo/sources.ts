/** The models of `keras.applications` as Python sources of our own, with the layers' own names; read when one is imported. */
import type { SourceFile } from "../../site.ts";
import { common } from "./common.ts";
import { convnext } from "./convnext.ts";
import { densenet } from "./densenet.ts";
import { efficientnet } from "./efficientnet.ts";
import { efficientnetV2 } from "./efficientnet-v2.ts";
import { inceptionV3 } from "./inception.ts";
import { inceptionResnetV2 } from "./inception-resnet.ts";
import { mobilenet, mobilenetV2 } from "./mobilenet.ts";
import { mobilenetV3 } from "./mobilenet-v3.ts";
import { nasnet } from "./nasnet.ts";
import { resnet, resnetV2 } from "./resnet.ts";
import { vgg16, vgg19 } from "./vgg.ts";
import { xception } from "./xception.ts";

/** The package of the models, with its dot. */
const APPLICATIONS = "keras.applications.";

const sources = new Map([
  ["_common", common],
  ["convnext", convnext],
  ["densenet", densenet],
  ["efficientnet", efficientnet],
  ["efficientnet_v2", efficientnetV2],
  ["inception_resnet_v2", inceptionResnetV2],
  ["inception_v3", inceptionV3],
  ["mobilenet", mobilenet],
  ["mobilenet_v2", mobilenetV2],
  ["mobilenet_v3", mobilenetV3],
  ["nasnet", nasnet],
  ["resnet", resnet],
  ["resnet50", resnet],
  ["resnet_v2", resnetV2],
  ["vgg16", vgg16],
  ["vgg19", vgg19],
  ["xception", xception],
]);

/** The source of a module by its present dotted name. */
export function zooSource(name: string): SourceFile | undefined {
  const text = name.startsWith(APPLICATIONS) ? sources.get(name.slice(APPLICATIONS.length)) : undefined;
  return text === undefined ? undefined : { path: `<${name}>`, text, isDescribed: true };
}

/** Which module a model's name is of. */
const HOMES: readonly (readonly [RegExp, string])[] = [
  [/^VGG(16|19)$/, "vgg$1"],
  [/^ResNet\d+$/, "resnet"],
  [/^ResNet\d+V2$/, "resnet_v2"],
  [/^MobileNet$/, "mobilenet"],
  [/^MobileNetV2$/, "mobilenet_v2"],
  [/^MobileNetV3(Small|Large)$/, "mobilenet_v3"],
  [/^DenseNet\d+$/, "densenet"],
  [/^EfficientNetB\d$/, "efficientnet"],
  [/^EfficientNetV2(?:B\d|[SML])$/, "efficientnet_v2"],
  [/^ConvNeXt(?:Tiny|Small|Base|Large|XLarge)$/, "convnext"],
  [/^NASNet(?:Mobile|Large)$/, "nasnet"],
  [/^InceptionResNetV2$/, "inception_resnet_v2"],
  [/^Xception$/, "xception"],
  [/^InceptionV3$/, "inception_v3"],
];

/** The module of a model of `keras.applications`; of anything else the name itself, in that package. */
export function zooModuleOf(name: string): string {
  const [pattern, home] = HOMES.find(([known]) => known.test(name)) ?? [];
  return APPLICATIONS + (pattern && home ? name.replace(pattern, home) : name);
}
