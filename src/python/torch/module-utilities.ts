/** `torch.nn.utils`: norms that replace a module's weight by what it is computed from. */
import { productOfDims } from "../../tensor/dim/sum.ts";
import { Builtin } from "../callables.ts";
import type { Run } from "../run.ts";
import type { Shape } from "../tensors/answer.ts";
import { bind } from "../tensors/signature.ts";
import { Instance, type Value } from "../value.ts";
import { identities, nothings } from "./harmless.ts";
import { type Role, TorchTensor } from "./tensor.ts";

type Part = readonly [name: string, shape: Shape, role: Role];
type Parts = (name: string, weight: Shape, dim: Value) => readonly Part[];

/** The direction keeps the weight's shape, the length is one number along one axis, or a single one without any. */
const weightNorm: Parts = (name, weight, dim) => [
  [`${name}_g`, dim === null ? [] : weight.map((size, axis) => (axis === axisOf(dim, weight) ? size : 1)), "parameter"],
  [`${name}_v`, weight, "parameter"],
];

function axisOf(dim: Value, { length }: Shape): number {
  const axis = typeof dim === "number" ? dim : 0;
  return axis < 0 ? axis + length : axis;
}

const spectralNorm: Parts = (name, weight) => [
  [`${name}_orig`, weight, "parameter"],
  [`${name}_u`, weight.slice(0, 1), "buffer"],
  [`${name}_v`, [productOfDims(weight.slice(1))], "buffer"],
];

function replacing(name: string, parts: Parts): Builtin {
  return new Builtin(name, (run, args) => {
    const bound = bind("module, name='weight', dim=0", args);
    const [module, weight] = [bound.get("module"), bound.get("name")];
    if (module instanceof Instance && typeof weight === "string") {
      replaceWeight(run, module, weight, (name, shape) => parts(name, shape, bound.get("dim")));
    }
    return module;
  });
}

function replaceWeight(
  run: Run,
  module: Instance,
  name: string,
  parts: (name: string, weight: Shape) => readonly Part[],
): void {
  const weight = module.attributes.get(name);
  if (!(weight instanceof TorchTensor) || weight.shape === undefined) return;
  run.setAttribute(module, name, new TorchTensor({ shape: weight.shape, dtype: weight.dtype }));
  for (const [part, shape, role] of parts(name, weight.shape)) {
    run.setAttribute(module, part, new TorchTensor({ shape, dtype: weight.dtype, role }));
  }
}

export function moduleUtilities(): [string, Value][] {
  return [
    ["weight_norm", replacing("weight_norm", weightNorm)],
    ["spectral_norm", replacing("spectral_norm", spectralNorm)],
    ...identities("remove_weight_norm remove_spectral_norm orthogonal parametrize skip_init"),
    ...nothings("clip_grad_norm_ clip_grad_value_ clip_grad_norm"),
  ];
}
