/** The names of torchvision's packages that stand in modules which we describe, and names of weights. */
import { Builtin } from "../../callables.ts";
import { PyClass } from "../../py-class.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import { Instance, Module, Unknown, type Value } from "../../value.ts";
import { opaqueBuilder } from "./opaque.ts";
import { MODELS, SQUEEZE } from "./sources.ts";

/** Which module a name is of. */
const HOMES: readonly (readonly [RegExp, string])[] = [
  [/^(?:resnet\d|resnext|wide_resnet|ResNet$)/, "resnet"],
  [/^(?:vgg\d|VGG$)/, "vgg"],
  [/^(?:alexnet|AlexNet)$/, "alexnet"],
  [/^(?:densenet\d|DenseNet$)/, "densenet"],
  [/^(?:squeezenet\d|SqueezeNet$)/, "squeezenet"],
  [/^(?:mobilenet_v2|MobileNetV2)$/, "mobilenetv2"],
  [/^(?:mobilenet_v3_|MobileNetV3$)/, "mobilenetv3"],
  [/^(?:efficientnet_|EfficientNet$)/, "efficientnet"],
  [/^(?:googlenet|GoogLeNet(?:Outputs)?)$/, "googlenet"],
  [/^(?:inception_v3|Inception3|InceptionOutputs)$/, "inception"],
  [/^(?:shufflenet_v2_|ShuffleNetV2$)/, "shufflenetv2"],
  [/^(?:mnasnet\d|MNASNet$)/, "mnasnet"],
  [/^(?:convnext_|ConvNeXt$)/, "convnext"],
  [/^(?:vit_|VisionTransformer$)/, "vision_transformer"],
];

const FOLDERS = /^(?:detection|segmentation|video|quantization|optical_flow|feature_extraction|_\w+)$/;

/** Functions of the package that build nothing. */
const NO_BUILDERS = /^(?:get_weight|get_model_weights|get_model_builder|list_models)$/;

/** What `torchvision.models` has under a name. */
function memberOf(run: Run, name: string, site: Site): Value {
  if (name.endsWith("_Weights")) return weightsNamed(name, site);
  const home = HOMES.find(([pattern]) => pattern.test(name));
  const module = run.importModule(MODELS + (home?.[1] ?? name), site);
  const found = module instanceof Module && home ? module.names.get(name) : module;
  if (found !== undefined && !(found instanceof Unknown)) return found;
  const reason = `\`${MODELS}${name}\` is not followed`;
  return /^[a-z]/.test(name) && !NO_BUILDERS.test(name) && !FOLDERS.test(name)
    ? opaqueBuilder(name, reason)
    : new Unknown(reason);
}

/** The `__getattr__` of `torchvision.models`. */
export const zooName = new Builtin("__getattr__", (run, args, site) =>
  memberOf(run, String(args.positional[0]?.value), site),
);

/** `get_model("resnet18", weights=...)`; torch.hub's `load("pytorch/vision", "resnet18", ...)` has a repository before. */
export function buildsByName(builder: string, place: number): Builtin {
  return new Builtin(builder, (run, args, site) => {
    const [repository, name] = [args.positional[0]?.value, args.positional[place]?.value];
    const isOurs = place === 0 || (typeof repository === "string" && repository.startsWith("pytorch/vision"));
    if (!isOurs || typeof name !== "string") return new Unknown("which model is loaded is not known");
    return run.call(memberOf(run, name, site), { ...args, positional: args.positional.slice(place + 1) }, site);
  });
}

/** `ResNet18_Weights`: whatever is chosen of it is something, which is all that a builder looks at. */
function weightsNamed(name: string, site: Site): PyClass {
  const cls = new PyClass(name, [], new Map());
  for (const member of ["DEFAULT", "IMAGENET1K_V1", "IMAGENET1K_V2"]) cls.members.set(member, new Instance(cls, site));
  return cls;
}

/** The `__getattr__` of `torchvision.ops` and of `torchvision.ops.misc`. */
export const operationName = new Builtin("__getattr__", (run, args, site) => {
  const name = String(args.positional[0]?.value);
  const module = name === "SqueezeExcitation" ? run.importModule(SQUEEZE, site) : undefined;
  const found = module instanceof Module ? module.names.get(name) : undefined;
  return found ?? new Unknown(`\`torchvision.ops.${name}\` is not followed`);
});
