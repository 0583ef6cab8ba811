/** The modules of PyTorch and torchvision under their dotted names. What they leave out is unknown, never missing. */
import { argumentsOf } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { assertFunction } from "../evaluate/assertions.ts";
import { bind } from "../tensors/signature.ts";
import { Float, Module, Tuple, Unknown, type Value } from "../value.ts";
import { autogradFunction } from "./autograd.ts";
import { datasetTools, imageDatasets } from "./data/datasets.ts";
import { dataLoader } from "./data/loader.ts";
import { pillowNames } from "./data/pictures.ts";
import { transformNames } from "./data/transforms.ts";
import { TorchDevice, typeNamed, typeNames } from "./dtype.ts";
import { einopsFunctions, einopsLayers } from "./einops.ts";
import { answering, contexts, identities, identity, nothings } from "./harmless.ts";
import { initializers } from "./initializers.ts";
import { lightningNames, lightningPackages } from "./lightning.ts";
import {
  fourierFunctions,
  functionsOf,
  imageFunctions,
  linearAlgebraFunctions,
  parameterClass,
  tensorClass,
} from "./methods.ts";
import { moduleUtilities } from "./module-utilities.ts";
import { classEntries, classes } from "./modules/classes.ts";
import { moduleClass } from "./modules/module.ts";
import { repeating } from "./namespace-tuples.ts";
import { packing } from "./packing.ts";
import { exporters, summaryTools, tracers } from "./summaries.ts";
import { TorchTensor } from "./tensor.ts";
import { visionClasses } from "./vision.ts";
import { buildsByName, operationName, zooName } from "./zoo/names.ts";

type Names = Iterable<readonly [string, Value]>;

/** Around a model on several machines, which each see a part of the batch: for shapes the model itself. */
const wrappers = identities("DataParallel DistributedDataParallel");

/** `data_parallel(module, inputs, device_ids)` is `module(inputs)`, or `module(*inputs)` of a tuple. */
const dataParallel = new Builtin("data_parallel", (run, args, site) => {
  const bound = bind("module, inputs, device_ids=None, output_device=None, dim=0, module_kwargs=None", args);
  const inputs = bound.get("inputs");
  return run.call(bound.get("module"), argumentsOf(...(inputs instanceof Tuple ? inputs.items : [inputs])), site);
});

export function torchModules(): ReadonlyMap<string, Module> {
  const modules = new Map<string, Module>();
  const add = (name: string, names: Names) => modules.set(name, new Module(name, new Map(names))).get(name) as Module;
  const functional = add("torch.nn.functional", functionsOf("functional"));
  const init = add("torch.nn.init", initializers());
  const utils = add("torch.nn.utils", moduleUtilities());
  const nnNames: [string, Value][] = [...classEntries(), ["Parameter", parameterClass], ["Buffer", identity("Buffer")]];
  const parallel = add("torch.nn.parallel", [...wrappers, ["data_parallel", dataParallel]]);
  const nn = add("torch.nn", [
    ...[...nnNames, ...wrappers],
    ...([
      ["functional", functional],
      ["init", init],
      ["utils", utils],
      ["parallel", parallel],
    ] as const),
  ]);
  addNnModules(add, nn, nnNames);
  const torch = add("torch", [...torchNames(), ["nn", nn]]);
  addTorchParts(add, torch);
  addVision(add);
  add("einops", [...einopsFunctions, ...packing]);
  for (const [name, tools] of Object.entries(summaryTools)) add(name, tools);
  add("einops.layers.torch", einopsLayers);
  for (const name of lightningPackages) add(name, lightningNames());
  return modules;
}

type Add = (name: string, names: Names) => Module;

function addNnModules(add: Add, nn: Module, nnNames: readonly [string, Value][]): void {
  const tuples = ["_single", "_pair", "_triple", "_quadruple"].map((name, index): [string, Value] => [
    name,
    repeating(name, index + 1),
  ]);
  const utils = add("torch.nn.modules.utils", [...tuples, ["_ntuple", ntuple]]);
  const files =
    "conv linear pooling batchnorm instancenorm normalization activation dropout container module padding upsampling loss flatten pixelshuffle sparse rnn transformer distance lazy";
  const inner = files.split(" ").map((file): [string, Value] => [file, add(`torch.nn.modules.${file}`, nnNames)]);
  nn.names.set("modules", add("torch.nn.modules", [...nnNames, ...inner, ["utils", utils]]));
  nn.names.set("parameter", add("torch.nn.parameter", [["Parameter", parameterClass]]));
  nn.names.set("common_types", add("torch.nn.common_types", []));
  const parametrizations = add("torch.nn.utils.parametrizations", moduleUtilities());
  add("torch.nn.utils.weight_norm", moduleUtilities());
  add("torch.nn.utils.spectral_norm", moduleUtilities());
  add("torch.nn.utils.parametrize", []);
  (nn.names.get("utils") as Module).names.set("parametrizations", parametrizations);
}

const ntuple = new Builtin("_ntuple", (_run, args) => {
  const count = args.positional[0]?.value;
  return typeof count === "number" ? repeating("parse", count) : new Unknown("how long the tuple is is not known");
});

function torchNames(): [string, Value][] {
  return [
    ...functionsOf("torch"),
    ...typeNames.flatMap((name): [string, Value][] => {
      const type = typeNamed(name);
      return type ? [[name, type]] : [];
    }),
    ["Tensor", tensorClass],
    ["device", new Builtin("device", () => new TorchDevice())],
    ["Size", sizeFunction],
    ["is_tensor", new Builtin("is_tensor", (_run, args) => isTensor(args.positional[0]?.value))],
    ["pi", new Float(Math.PI)],
    ["inf", new Float(Number.POSITIVE_INFINITY)],
    ["nan", new Float(Number.NaN)],
    ["e", new Float(Math.E)],
    ["get_default_dtype", answering("get_default_dtype", typeNamed("float32") ?? null)],
    ["strided", new TorchDevice()],
    ["preserve_format", new TorchDevice()],
    ["contiguous_format", new TorchDevice()],
    ["channels_last", new TorchDevice()],
    ...contexts("no_grad enable_grad inference_mode set_grad_enabled autocast"),
    ...identities("compile"),
    ...nothings(
      "manual_seed seed set_default_dtype set_default_tensor_type set_default_device set_num_threads save use_deterministic_algorithms set_float32_matmul_precision set_printoptions",
    ),
    ["_assert", assertFunction],
  ];
}

function isTensor(value: Value | undefined): Value {
  if (value === undefined || value instanceof Unknown) return new Unknown("whether it is a tensor is not known");
  return value instanceof TorchTensor;
}

const sizeFunction = new Builtin("Size", (run, args, site) => {
  const items = run.iterate(args.positional[0]?.value ?? new Tuple([]), site);
  return items ? new Tuple(items) : new Unknown("the sizes are not known");
});

function addTorchParts(add: Add, torch: Module): void {
  const jit = add("torch.jit", [
    ...identities(
      "script script_method ignore unused export interface freeze script_if_tracing _overload_method _overload",
    ),
    ...tracers,
    ["ScriptModule", moduleClass],
    ["is_scripting", answering("is_scripting", false)],
    ["is_tracing", answering("is_tracing", false)],
    ["annotate", new Builtin("annotate", (_run, args) => args.positional[1]?.value ?? null)],
    ["Final", new Unknown("a type")],
  ]);
  const parts: [string, Names][] = [
    ["fx", identities("wrap symbolic_trace")],
    [
      "cuda",
      [
        ...nothings("manual_seed manual_seed_all empty_cache synchronize set_device"),
        ["amp", add("torch.cuda.amp", amp())],
      ],
    ],
    ["amp", amp()],
    ["hub", [["load", buildsByName("load", 1)]]],
    [
      "autograd",
      [
        ...contexts("no_grad enable_grad"),
        ["Function", autogradFunction],
        ...identities("Variable"),
        ["variable", add("torch.autograd.variable", identities("Variable"))],
        [
          "function",
          add("torch.autograd.function", [["Function", autogradFunction], ...identities("once_differentiable")]),
        ],
      ],
    ],
    [
      "utils",
      [
        ["checkpoint", add("torch.utils.checkpoint", checkpoints())],
        ["data", add("torch.utils.data", dataNames())],
      ],
    ],
    ["backends", []],
    ["distributed", []],
    ["optim", [["swa_utils", add("torch.optim.swa_utils", identities("AveragedModel"))]]],
    ["fft", fourierFunctions()],
    ["linalg", linearAlgebraFunctions()],
    ["special", functionsOf("torch")],
    ["sparse", functionsOf("torch")],
    ["_jit_internal", identities("_overload_method ignore unused export boolean_dispatch")],
    ["types", []],
    ["onnx", [...exporters, ["is_in_onnx_export", answering("is_in_onnx_export", false)]]],
  ];
  torch.names.set("jit", jit);
  for (const [name, names] of parts) torch.names.set(name, add(`torch.${name}`, names));
}

function dataNames(): [string, Value][] {
  const tools = [dataLoader, ...datasetTools].map((tool): [string, Value] => [tool.name, tool]);
  return [...tools, ["dataloader", new Module("torch.utils.data.dataloader", new Map([["DataLoader", dataLoader]]))]];
}

function amp(): [string, Value][] {
  return [...contexts("autocast"), ...identities("custom_fwd custom_bwd")];
}

/** `checkpoint(function, *args)` is `function(*args)`. */
function checkpoints(): [string, Value][] {
  const checkpoint = new Builtin("checkpoint", (run, args, site) => {
    const [callee, ...rest] = args.positional;
    const named = new Map(
      [...args.named].filter(([name]) => name !== "use_reentrant" && name !== "preserve_rng_state"),
    );
    return callee ? run.call(callee.value, { ...args, positional: rest, named }, site) : null;
  });
  const sequential = new Builtin("checkpoint_sequential", (run, args, site) => {
    const [functions, , input] = args.positional.map(({ value }) => value);
    const steps = functions === undefined ? undefined : run.iterate(functions, site);
    if (steps === undefined || input === undefined) return new Unknown("the steps are not known");
    return steps.reduce<Value>((flow, step) => run.call(step, argumentsOf(flow), site), input);
  });
  return [
    ["checkpoint", checkpoint],
    ["checkpoint_sequential", sequential],
  ];
}

function addVision(add: Add): void {
  const vision = [...visionClasses(classes)];
  const misc = add("torchvision.ops.misc", [...vision, ["__getattr__", operationName]]);
  const depth = add("torchvision.ops.stochastic_depth", vision);
  const ops = add("torchvision.ops", [
    ...vision,
    ["misc", misc],
    ["__getattr__", operationName],
    ["stochastic_depth", vision.find(([name]) => name === "stochastic_depth")?.[1] ?? depth],
  ]);
  const models = add("torchvision.models", [
    ["__getattr__", zooName],
    ["get_model", buildsByName("get_model", 0)],
  ]);
  add("torchvision.models.utils", []);
  const transforms = add("torchvision.transforms", transformNames(1));
  transforms.names.set("functional", add("torchvision.transforms.functional", imageFunctions()));
  transforms.names.set("v2", add("torchvision.transforms.v2", transformNames(2)));
  const datasets = add("torchvision.datasets", imageDatasets());
  add("PIL", [["Image", add("PIL.Image", pillowNames)]]);
  const utils = add("torchvision.utils", nothings("_log_api_usage_once"));
  add("torchvision", [
    ["ops", ops],
    ["models", models],
    ["transforms", transforms],
    ["datasets", datasets],
    ["utils", utils],
  ]);
}
