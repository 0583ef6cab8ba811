/**
 * `torch.nn.Module` and how framework modules are made from a record: a signature, what the constructor sets, and the
 * forward pass on shapes. Children and parameters are the instance's attributes, in the order in which they were set.
 */
import { type Arguments, argumentsOf, withoutFirst } from "../../arguments.ts";
import { BoundMethod, Builtin } from "../../callables.ts";
import { reportForgottenInit, reportUninitialized } from "../../forgotten-init.ts";
import { Later } from "../../later.ts";
import { PyClass } from "../../py-class.ts";
import type { Run } from "../../run.ts";
import type { Site } from "../../site.ts";
import type { Mistake } from "../../tensors/answer.ts";
import { type Bound, bind } from "../../tensors/signature.ts";
import { noDetail } from "../../trace.ts";
import { Instance, Unknown, type Value } from "../../value.ts";
import { Call, tensorsHanded, tensorsIn } from "../call.ts";
import { noteOutputs, noteRefused } from "../doubts.ts";
import { noteLayerLayout } from "../layout.ts";
import { rememberArguments } from "../repairs.ts";
import { settingsOf } from "../settings.ts";
import { type ModuleState, stateOf } from "../state.ts";
import { TorchTensor, unknownTensor } from "../tensor.ts";
import { refuseSizes } from "./refusals.ts";

/** What a constructor is given: the instance to fill, and its arguments. */
export class Making {
  readonly run: Run;
  readonly instance: Instance;
  readonly bound: Bound;
  readonly site: Site;

  constructor(run: Run, instance: Instance, bound: Bound, site: Site) {
    this.run = run;
    this.instance = instance;
    this.bound = bound;
    this.site = site;
  }

  get(name: string): Value {
    return this.bound.get(name);
  }

  /** Last in order, where an argument of that name stood before: `bias=True` is no parameter. */
  set(name: string, value: Value): void {
    this.instance.attributes.delete(name);
    this.instance.attributes.set(name, value);
  }

  /** Reports what the constructor refuses: it raises at the first. */
  refuse(mistake: Mistake): void {
    const state = stateOf(this.instance);
    if (state === undefined || state.isRefused) return;
    const call = new Call(
      this.run,
      this.instance.cls.name,
      this.bound,
      { positional: [], named: new Map(), open: false },
      this.site,
      this.instance,
    );
    call.complain(mistake);
    if (this.run.certain) this.instance.native = { ...state, isRefused: true } satisfies ModuleState;
  }
}

export interface ModuleRecord {
  readonly name: string;
  readonly signature: string;
  /** The arguments by which its tensors are made: whole numbers. */
  readonly sizes?: readonly string[];
  /** Sets parameters and attributes beyond the arguments themselves, and reports what the constructor refuses. */
  make?(making: Making): void;
  /** The forward pass's parameters; as a rule one `input`. */
  readonly takes?: string;
  forward(call: Call): Value;
  readonly base?: PyClass;
  /** It calls modules that the user made. */
  readonly container?: boolean;
}

export const moduleClass = new PyClass("Module", [], new Map<string, Value>([["training", false]]));

/** A module or parameter that is assigned before `Module.__init__` was called, which is told once. */
moduleClass.onAssign = (run, object, value, site) => {
  if (object.native !== undefined || object.cls.unknownBase !== undefined) return;
  if (!isModule(value) && !(value instanceof TorchTensor && value.role === "parameter")) return;
  reportForgottenInit(run, object, site, "nn.Module");
  const init = moduleClass.find("__init__");
  if (init) run.call(init, argumentsOf(object), site);
};

/** The classes that PyTorch itself defines. */
const ownClasses = new Set<PyClass>([moduleClass]);

export function isOwnClass(cls: PyClass): boolean {
  return ownClasses.has(cls);
}

export function isModule(value: Value | undefined): value is Instance {
  return value instanceof Instance && value.cls.isSubclassOf(moduleClass);
}

/** A class of PyTorch's, from its record. */
export function defineModule(record: ModuleRecord): PyClass {
  const { name, signature, takes = "input", base = moduleClass } = record;
  const forward = (call: Call) => record.forward(call);
  const members = new Map<string, Value>([
    ["__init__", new Builtin("__init__", (run, args, site) => construct(run, args, site, record, forward))],
    ["forward", new Builtin("forward", (run, args, site) => record.forward(callOf(run, args, site, takes)))],
    ["__signature", signature],
    ["__takes", takes],
  ]);
  return declareClass(name, [base], members);
}

/** What some of PyTorch's modules have beyond what is followed here. */
const alsoInSome = new Set(
  (
    "activation_relu_or_gelu align_corners append bias bias_k bias_v clear cls_to_become convert_sync_batchnorm copy decoder dropout1 dropout2 dropout3 encoder " +
    "extend from_pretrained fromkeys generate_square_subsequent_mask get has_uninitialized_params head head_dim head_size in_channels in_features in_proj_bias " +
    "in_proj_weight initialize_parameters insert items k_proj_weight keys linear1 linear2 log_prob max_val min_val mode multihead_attn n_clusters name norm norm1 " +
    "norm2 norm3 num_batches_tracked num_features out_proj output_padding parametrizations pop popitem predict q_proj_weight recompute_scale_factor " +
    "reset_parameters reset_running_stats running_mean running_var self_attn setdefault shortlist_size tail transposed update v_proj_weight value values weight " +
    "activation add_zero_attn affine all_weights alpha batch_first beta bidirectional ceil_mode check_forward_args check_hidden_size check_input cutoffs d_model " +
    "dilation dim div_value dropout embed_dim embedding_dim enable_nested_tensor eps flatten_parameters gather get_expected_cell_size get_expected_hidden_size " +
    "groups head_bias hidden_size in1_features in2_features include_last_offset input_size k kdim kernel_size layers mask_check max_norm merge_masks momentum n_classes nhead " +
    "nonlinearity norm_first norm_type num_embeddings num_heads num_layers out_channels out_features output_ratio output_size padding padding_idx padding_mode " +
    "parallel_apply permute_hidden process_group proj_size replicate return_indices scale_factor scale_grad_by_freq scatter size sparse stride " +
    "track_running_stats upscale_factor vdim module"
  ).split(" "),
);

/** What they have for themselves. */
const ownNames = new Set(
  (
    "_all_weights _apply_instance_norm _check_input_dim _check_non_zero_input_channels _conv_forward _ff_block " +
    "_fill_padding_idx_with_zero _flat_weight_refs _flat_weights _flat_weights_names _get_abs_string_index " +
    "_get_full_log_prob _get_in_channels _get_item_by_idx _get_no_batch_dim _get_num_spatial_dims _handle_no_batch_input " +
    "_infer_parameters _init_flat_weights _key_to_attr _keys _lazy_load_hook _mha_block _output_padding _qkv_same_embed_dim " +
    "_random_samples _require_tuple_int _reset_parameters _reversed_padding_repeated_twice _sa_block _size " +
    "_update_flat_weights _weights_have_changed"
  ).split(" "),
);

/** Recurrent layers have a weight for each of their parts. */
function isNoneOfPyTorch(name: string): boolean {
  return !alsoInSome.has(name) && !ownNames.has(name) && !/^__|^[A-Z]|_[ih]h(_|$)|_hr_/.test(name);
}

export function declareClass(name: string, bases: readonly PyClass[], members: Map<string, Value>): PyClass {
  const cls = new PyClass(name, bases, members);
  cls.lacks = isNoneOfPyTorch;
  ownClasses.add(cls);
  return cls;
}

function construct(run: Run, args: Arguments, site: Site, record: ModuleRecord, forward: (call: Call) => Value): null {
  const [self] = args.positional;
  if (!(self?.value instanceof Instance)) return null;
  const bound = bind(record.signature, withoutFirst(args));
  const instance = self.value;
  rememberArguments(run, args);
  const refusal = refusalOf(bound);
  // Somebody tries what a class takes: `act_layer(inplace=True)`, and without it where that is refused.
  if (refusal !== undefined && run.tries > 0 && !args.open) run.raise("TypeError", refusal, site);
  const answer = refusal === undefined ? forward : () => new Unknown(refusal);
  instance.native = {
    bound,
    madeInside: false,
    forward: answer,
    container: record.container ?? false,
  } satisfies ModuleState;
  for (const [name, value] of bound.values())
    if (name !== "device" && name !== "dtype") instance.attributes.set(name, value);
  const making = new Making(run, instance, bound, site);
  if (refusal === undefined) refuseSizes(making, record.sizes ?? []);
  record.make?.(making);
  return null;
}

/** Why Python refuses the arguments; device and dtype may be given to every module. */
function refusalOf({ missing, surplus }: Bound): string | undefined {
  if (missing !== undefined) return `its ${missing} is not given`;
  const foreign = surplus.find((name) => name !== "device" && name !== "dtype");
  return foreign && `it takes no ${foreign}`;
}

function callOf(run: Run, args: Arguments, site: Site, takes: string): Call {
  const rest = withoutFirst(args);
  const self = args.positional[0]?.value;
  const module = self instanceof Instance ? self : undefined;
  return new Call(run, module?.cls.name ?? "", bind(takes, rest), rest, site, module);
}

/** Calls of a module: where its row belongs, and where the framework would raise. */
export interface CallSites {
  readonly row: Site | undefined;
  readonly raise: Site;
}

/** `module(x)`: runs the forward pass and records its row, behind those of its children. */
export function callModule(run: Run, module: Instance, args: Arguments, sites: CallSites): Value {
  if (module.native === undefined) reportUninitialized(run, module, sites.raise, "nn.Module");
  const state = stateOf(module);
  const { forward } = state ?? {};
  const takes = module.cls.find("__takes");
  if (forward === undefined || typeof takes !== "string" || isOverridden(module)) {
    const result = run.call(run.attribute(module, "forward", sites.raise), args, sites.raise);
    record(run, module, { args, result, site: sites.row });
    return result;
  }
  const bound = bind(takes, args);
  const [foreign] = bound.surplus;
  if (foreign !== undefined)
    run.raise("TypeError", `forward() got an unexpected keyword argument '${foreign}'`, sites.raise);
  const call = new Call(run, module.cls.name, bound, args, sites.raise, module);
  const result = forward(call);
  record(run, module, { args, result, site: sites.row, call });
  return result;
}

/** Whether the user's class has a forward pass of its own in place of PyTorch's. */
function isOverridden(module: Instance): boolean {
  const owner = module.cls.mro.find((cls) => cls.members.has("forward"));
  return owner === undefined || !isOwnClass(owner) || module.attributes.has("forward");
}

interface Finished {
  readonly args: Arguments;
  readonly result: Value;
  readonly site: Site | undefined;
  /** The framework's own forward pass, which knows more. */
  readonly call?: Call;
}

/** Also those that an object holds which is no module: a dataclass with `loss` and `logits`. */
function tensorsGiven(result: Value): TorchTensor[] {
  if (!(result instanceof Instance) || stateOf(result) !== undefined) return tensorsIn(result);
  const parts = [...result.attributes.values()];
  const found = [...tensorsIn(result), ...parts.flatMap(tensorsIn)];
  const unknown = parts.find((part) => part instanceof Unknown);
  return found.length === 0 && unknown ? [unknownTensor(unknown.reason)] : found;
}

function record(run: Run, module: Instance, { args, result, site, call }: Finished): void {
  const outputs = result instanceof Unknown ? [unknownTensor(result.reason)] : tensorsGiven(result);
  if (outputs.length === 0) return;
  const inputs = tensorsHanded(args);
  if (call !== undefined) {
    noteOutputs(run, inputs, outputs, call.fits);
    noteLayerLayout(module.cls.name, inputs, outputs);
  }
  if (stateOf(module)?.isRefused) noteRefused(run, outputs);
  run.trace.record({
    kind: "module",
    type: module.cls.name,
    site,
    module,
    container: call === undefined || stateOf(module)?.container === true,
    inputs,
    outputs,
    ...(call === undefined && { args }),
    macs: call?.macs,
    certain: run.certain,
    settings: settingsOf(module),
    detail: call?.detail ? new Later(call.detail) : noDetail,
  });
}

/** The modules in a module, by their attributes' names. */
export function childrenOf(module: Instance): readonly (readonly [name: string, child: Instance])[] {
  const children: [string, Instance][] = [];
  for (const [name, value] of module.attributes) if (isModule(value)) children.push([name, value]);
  return children;
}

/** Makes a module as the framework's own code does: it stands nowhere in the user's files. */
export function makeInside(run: Run, cls: PyClass, args: Arguments, site: Site): Instance {
  const instance = new Instance(cls, site);
  const init = cls.find("__init__");
  if (init instanceof Builtin) run.call(new BoundMethod(instance, init), args, site);
  markInside(instance);
  return instance;
}

function markInside(instance: Instance): void {
  const state = stateOf(instance);
  if (state === undefined || state.madeInside) return;
  instance.native = { ...state, madeInside: true } satisfies ModuleState;
  for (const [, child] of childrenOf(instance)) markInside(child);
}

/** A child's row stands at its construction, if that stands in the user's files. */
export function rowSiteOf(module: Instance): Site | undefined {
  return stateOf(module)?.madeInside ? undefined : module.site;
}
