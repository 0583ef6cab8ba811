/**
 * The modules under which Keras and TensorFlow are imported, in their present and former places. A name that we do not
 * know is unknown, never missing: libraries hold more than we follow.
 */

import { Builtin } from "../../callables.ts";
import type { SourceFile } from "../../site.ts";
import { Module, Unknown, type Value } from "../../value.ts";
import { catalogModule } from "../data/catalog.ts";
import { imageDataGenerator, imageDatasetFromDirectory } from "../data/images.ts";
import { timeseriesDatasetFromArray } from "../data/windows.ts";
import { layerClass } from "../layer-class.ts";
import { cloneModel } from "../models/clone-model.ts";
import { lossMember } from "../models/losses.ts";
import { modelClass } from "../models/model-class.ts";
import { sequentialClass } from "../models/sequential.ts";
import { operationNamed } from "../ops/table.ts";
import { zooSource } from "../zoo/sources.ts";
import { addonModule } from "./addons.ts";
import { applicationsMember, applicationsModel } from "./applications.ts";
import { backendMember } from "./backend.ts";
import { datasetModule, datasetsMember } from "./datasets.ts";
import { initializersMember } from "./initializers.ts";
import { layerNames, layersMember, layersOwnMember } from "./layers-module.ts";
import { tensorflowMember } from "./tensorflow.ts";
import { padSequences, utilsMember } from "./utils.ts";

/** What stands for a module's names. */
type Members = (name: string) => Value | undefined;

const modelMembers: Members = (name) => {
  if (name === "Model" || name === "Functional") return modelClass;
  if (name === "Sequential") return sequentialClass;
  return name === "clone_model" ? cloneModel : layersMember(name);
};

/** Where `get_source_inputs` stood and stands. */
const sourceModules = new Set(["layer_utils", "operation_utils", "topology"]);

const opsMembers: Members = (name) =>
  sourceModules.has(name)
    ? moduleAt("keras.applications")
    : opsModules.has(name)
      ? moduleAt("keras.ops")
      : (operationNamed("keras", name) ?? new Unknown(`we do not know keras.ops.${name}`));

const opsModules = new Set(["image", "nn", "numpy", "linalg", "math", "core"]);

/** `activations.get` gives the function of a name, or what is one already; of nothing what leaves its input as it is. */
const getActivation = new Builtin("get", (_run, args) => {
  const value = args.positional[0]?.value ?? args.named.get("identifier")?.value ?? null;
  if (typeof value !== "string" && value !== null) return value;
  const name = value ?? "linear";
  return operationNamed("keras", name) ?? new Unknown(`we do not know the activation ${name}`);
});

const activations: Members = (name) =>
  name === "get"
    ? getActivation
    : (operationNamed("keras", name) ?? new Unknown(`we do not know the activation ${name}`));

/** Training, saving and everything else that no shape depends on. */
const unfollowed: Members = (name) => new Unknown(`what ${name} gives is known when it runs`);

/** They moved to `keras.utils`. */
const dataSets = [imageDatasetFromDirectory, timeseriesDatasetFromArray];

const preprocessing: Members = (name) => {
  if (name === "image") return moduleAt("keras.preprocessing.image");
  if (name === "sequence") return moduleAt("keras.preprocessing.sequence");
  if (name === "ImageDataGenerator") return imageDataGenerator;
  return dataSets.find((each) => each.name === name) ?? unfollowed(name);
};

const applications: Members = (name) =>
  name === "imagenet_utils" ? moduleAt("keras.applications") : applicationsMember(name);

const top: Members = (name) => {
  if (name === "Layer") return layerClass;
  if (name === "Variable") return operationNamed("keras", name);
  const found = membersOf(`keras.${name}`) === undefined ? undefined : moduleAt(`keras.${name}`);
  return found ?? modelMembers(name);
};

const experimentalLayers: Members = (name) =>
  name === "preprocessing" ? moduleAt("keras.layers.experimental.preprocessing") : layersOwnMember(name);

/** In which former versions sorted the layers. */
const layerModules = new Set(
  "experimental core convolutional pooling recurrent local embeddings noise normalization advanced_activations wrappers preprocessing".split(
    " ",
  ),
);

const prefixes: readonly (readonly [string, Members])[] = [
  // Where the preprocessing layers stood before they were layers like the others.
  ["keras.layers.experimental.preprocessing", layersOwnMember],
  ["keras.layers.experimental", experimentalLayers],
  ["keras.layers", (name) => (layerModules.has(name) ? moduleAt(`keras.layers.${name}`) : layersOwnMember(name))],
  ["keras.models", modelMembers],
  ["keras.engine", modelMembers],
  ["keras.legacy", modelMembers],
  ["keras.ops", opsMembers],
  ["keras.backend", backendMember],
  ["keras.config", backendMember],
  ["keras.random", (name) => operationNamed("keras", name) ?? unfollowed(name)],
  ["keras.activations", activations],
  ["keras.utils", (name) => (sourceModules.has(name) ? moduleAt("keras.applications") : utilsMember(name))],
  ["keras.saving", utilsMember],
  ["keras.initializers", initializersMember],
  ["keras.datasets", datasetsMember],
  ["keras.applications", applications],
  ["keras.preprocessing.sequence", (name) => (name === padSequences.name ? padSequences : unfollowed(name))],
  ["keras.preprocessing", preprocessing],
  ["keras.losses", lossMember],
  ...["optimizers", "metrics", "callbacks", "regularizers", "constraints"].map(
    (name) => [`keras.${name}`, unfollowed] as const,
  ),
  ...["mixed_precision", "objectives", "wrappers", "experimental", "distribution", "tree", "quantizers"].map(
    (name) => [`keras.${name}`, unfollowed] as const,
  ),
];

function membersOf(name: string): Members | undefined {
  if (name === "keras") return top;
  const dataset = /^keras\.datasets\.(\w+)$/.exec(name)?.[1];
  if (dataset !== undefined) return (member) => datasetModule(dataset)?.names.get(member) ?? unfollowed(member);
  return prefixes.find(([prefix]) => name === prefix || name.startsWith(`${prefix}.`))?.[1];
}

const starred: ReadonlyMap<string, readonly string[]> = new Map([
  ["keras.layers", layerNames],
  ["keras.models", ["Model", "Sequential"]],
  ["keras", ["layers", "models", "Model", "Sequential", "Input"]],
]);

const modules = new Map<string, Module>();

function moduleAt(name: string): Module {
  let module = modules.get(name);
  if (module === undefined) {
    const members = membersOf(name) ?? unfollowed;
    const listed = (starred.get(name) ?? []).map((member) => [member, members(member) ?? null] as const);
    module = new Module(name, new Map<string, Value>(listed), members);
    if (name === "keras.applications") module.names.set("__getattr__", applicationsModel);
    modules.set(name, module);
  }
  return module;
}

/** The name as it is today: `tensorflow.keras.layers`, `tf_keras.layers` and `keras.src.layers` are `keras.layers`. */
function presentName(name: string): string {
  return name
    .replace(/^tensorflow\.python\.keras\b/, "keras")
    .replace(/^tensorflow(?:\.compat\.v[12])?\.keras\b/, "keras")
    .replace(/^(?:tf_keras|keras_core)\b/, "keras")
    .replace(/^keras\.(?:src|api|_tf_keras\.keras)\b/, "keras");
}

const tensorflow: Module = new Module("tensorflow", new Map(), (name) => {
  if (name === "compat") return compat;
  return name === "keras" ? moduleAt("keras") : tensorflowMember(name);
});

/** `tf.compat.v1` has the same functions, as far as shapes depend on them. */
const compat = new Module(
  "tensorflow.compat",
  new Map([..."12"].map((version) => [`v${version}`, tensorflow] as const)),
);

export function provide(name: string): Module | undefined {
  const present = presentName(name);
  // The models' own files are read like any other, where there are any.
  if (/^keras\.applications\.(?!imagenet_utils$)/.test(present)) return undefined;
  if (present === "tensorflow") return tensorflow;
  if (present === "tensorflow_datasets") return catalogModule;
  if (present === "keras" || membersOf(present) !== undefined) return moduleAt(present);
  if (present.startsWith("keras.")) return moduleAt(present);
  const rest = /^tensorflow\.([\w.]+)$/.exec(present)?.[1];
  if (rest === undefined) return addonModule(present);
  const found = rest.split(".").reduce<Value | undefined>(memberIn, tensorflow);
  return found instanceof Module ? found : new Module(name, new Map(), unfollowed);
}

/** The models' own modules as we describe them. */
export function describe(name: string): SourceFile | undefined {
  return zooSource(presentName(name));
}

function memberIn(value: Value | undefined, name: string): Value | undefined {
  return value instanceof Module ? (value.names.get(name) ?? value.missing?.(name)) : undefined;
}
