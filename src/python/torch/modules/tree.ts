/** The modules and parameters in a module, by their dotted paths, each once. */
import type { OwnedParameter } from "../../framework.ts";
import type { Instance } from "../../value.ts";
import { TorchTensor } from "../tensor.ts";
import { isModule } from "./module.ts";

export function modulesIn(root: Instance): ReadonlyMap<string, Instance> {
  const found = new Map<string, Instance>();
  visit(root, "", found, new Set());
  return found;
}

function visit(module: Instance, path: string, found: Map<string, Instance>, seen: Set<Instance>): void {
  if (seen.has(module)) return;
  seen.add(module);
  found.set(path, module);
  const prefix = path === "" ? "" : `${path}.`;
  for (const [name, child] of module.attributes) if (isModule(child)) visit(child, prefix + name, found, seen);
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
