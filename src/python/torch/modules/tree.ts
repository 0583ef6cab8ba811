/** The modules and parameters in a module, by their dotted paths, each once. */
import type { OwnedParameter } from "../../framework.ts";
import type { Instance } from "../../value.ts";
import { TorchTensor } from "../tensor.ts";
import { childrenOf } from "./module.ts";

export function modulesIn(root: Instance): ReadonlyMap<string, Instance> {
  const found = new Map<string, Instance>();
  const seen = new Set<Instance>();
  visit(root, "", (path, module) => {
    if (seen.has(module)) return false;
    seen.add(module);
    found.set(path, module);
    return true;
  });
  return found;
}

function visit(module: Instance, path: string, enter: (path: string, module: Instance) => boolean): void {
  if (!enter(path, module)) return;
  for (const [name, child] of childrenOf(module)) visit(child, path === "" ? name : `${path}.${name}`, enter);
}

export interface NamedTensor {
  readonly path: string;
  readonly name: string;
  readonly tensor: TorchTensor;
}

/** Parameters and buffers, a shared one once. */
export function tensorsOf(root: Instance): readonly NamedTensor[] {
  const found: NamedTensor[] = [];
  const seen = new Set<TorchTensor>();
  for (const [prefix, module] of modulesIn(root)) {
    for (const [name, tensor] of module.attributes) {
      if (!(tensor instanceof TorchTensor) || tensor.role === undefined || seen.has(tensor)) continue;
      seen.add(tensor);
      found.push({ path: prefix === "" ? name : `${prefix}.${name}`, name, tensor });
    }
  }
  return found;
}

export function parametersIn(root: Instance): readonly OwnedParameter[] {
  return tensorsOf(root).flatMap(({ path, name, tensor }) => {
    const { shape, role, isFrozen } = tensor;
    if (shape === undefined) return [];
    const parameter = { path, name, shape, trainable: role === "parameter" };
    return isFrozen === false ? [parameter] : [{ ...parameter, frozen: isFrozen ? "surely" : "perhaps" } as const];
  });
}
