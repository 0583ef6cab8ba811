/**
 * `einops`, which vision transformers are written with: `rearrange`, `reduce`, `repeat`, and the layers of the same names.
 * What does not fit its pattern is told; patterns that we cannot read are not followed.
 */

import { divideExactly } from "../../tensor/dim/divide.ts";
import { productOfDims } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";
import { argumentsOf } from "../arguments.ts";
import { Builtin } from "../callables.ts";
import { PyClass } from "../py-class.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { formatShape, type Shape } from "../tensors/answer.ts";
import { codes } from "../tensors/codes.ts";
import { dimFrom } from "../tensors/sizes.ts";
import { noDetail } from "../trace.ts";
import { Instance, Unknown, type Value } from "../value.ts";
import { isConsequence, noteOutputs } from "./doubts.ts";
import { moduleClass } from "./modules/module.ts";
import { TorchTensor, unknownTensor } from "./tensor.ts";

type Sizes = ReadonlyMap<string, Dim>;

const NOT_FOLLOWED = "the pattern is not followed";

/** `b c (h p)` as groups of names; the size 1 is a group without any. `...` stands for as many axes as are left. */
function groupsIn(side: string): string[][] | undefined {
  const tokens = side.match(/\([^()]*\)|\S+/g) ?? [];
  // `(...)` is one axis, `...` an axis for each.
  const groups = tokens.map((token) =>
    token
      .replace(/^\(|\)$/g, "")
      .split(/\s+/)
      .filter((name) => name !== "" && name !== "1")
      .concat(/^\(\s*\.\.\.\s*\)$/.test(token) ? ["1"] : []),
  );
  return groups.flat().every((name) => /^([A-Za-z_]\w*|\d+|\.\.\.)$/.test(name)) ? groups : undefined;
}

/** With a name for each axis that the ellipsis stands for: each its own group, or all in the group that it is in. */
function spreadEllipsis(groups: readonly string[][], count: number): string[][] {
  const names = Array.from({ length: count }, (_, index) => `...${index}`);
  return groups.flatMap((group) => {
    if (group.length === 1 && group[0] === "...") return names.map((name) => [name]);
    return [group.flatMap((name) => (name === "..." ? names : [name]))];
  });
}

/** What each name is worth in a shape. In a group all but one are given. */
function sizesOf(shape: Shape, groups: readonly string[][], given: Sizes): Map<string, Dim> | undefined {
  if (groups.length !== shape.length) return undefined;
  const sizes = new Map(given).set("1", 1);
  for (const name of groups.flat()) if (/^\d+$/.test(name)) sizes.set(name, Number(name));
  for (const [axis, group] of groups.entries()) {
    const open = group.filter((name) => !sizes.has(name));
    const known = productOfDims(group.flatMap((name) => sizes.get(name) ?? []));
    const [only] = open;
    const left = divideExactly(shape[axis] as Dim, known);
    if (open.length > 1 || left === undefined) return undefined;
    if (only !== undefined) sizes.set(only, left);
  }
  return sizes;
}

function rearranged(shape: Shape, pattern: string, given: Sizes): Shape | undefined {
  const [left, right, more] = pattern.split("->").map(groupsIn);
  if (left === undefined || right === undefined || more !== undefined) return undefined;
  const count = left.flat().includes("...") ? shape.length - left.length + 1 : 0;
  if (count < 0) return undefined;
  const [from, to] = [spreadEllipsis(left, count), spreadEllipsis(right, count)];
  const sizes = sizesOf(shape, from, given);
  if (sizes === undefined || !to.flat().every((name) => sizes.has(name))) return undefined;
  return to.map((group) => productOfDims(group.map((name) => sizes.get(name) as Dim)));
}

/** Why a shape cannot be what the left side says; `undefined`: it can, or that is not known. */
function misfit(shape: Shape, pattern: string, given: Sizes): string | undefined {
  const left = groupsIn(pattern.split("->")[0] ?? "");
  if (left === undefined) return undefined;
  const hasRest = left.flat().includes("...");
  if (hasRest ? left.length - 1 > shape.length : left.length !== shape.length)
    return `"${pattern}" names ${left.length - (hasRest ? 1 : 0)} axes, but ${formatShape(shape)} has ${shape.length}.`;
  if (hasRest) return undefined;
  for (const [axis, group] of left.entries()) {
    const size = shape[axis];
    const factors = group.flatMap((name) => (/^\d+$/.test(name) ? Number(name) : (given.get(name) ?? [])));
    const known = productOfDims(factors);
    if (typeof size !== "number" || typeof known !== "number" || known < 1 || group.length === 0) continue;
    const isWhole = factors.length === group.length;
    if (isWhole ? size !== known : size % known !== 0)
      return `axis ${axis} of ${formatShape(shape)} is ${size}, ${isWhole ? "not" : "no multiple of"} ${known}, as "${pattern}" says.`;
  }
  return undefined;
}

/** One call of a function or of a layer. */
interface Rearranging {
  readonly run: Run;
  readonly site: Site;
  readonly name: string;
  readonly module: Instance | undefined;
  readonly sizes: ReadonlyMap<string, Value>;
}

function tell({ run, site, name, module }: Rearranging, tensor: TorchTensor, message: string): void {
  const made = module?.site;
  if (isConsequence(run, { code: codes.reshape, inputs: [tensor], made })) return;
  const call = { type: name, module, inputs: [tensor], settings: () => undefined };
  run.trace.report({ code: codes.pattern, severity: "error", message: `${name}: ${message}`, site, call });
}

function recorded({ run, site, name }: Rearranging, tensor: Value | undefined, output: Value): Value {
  if (!(tensor instanceof TorchTensor) || !(output instanceof TorchTensor)) return output;
  const [inputs, outputs] = [[tensor], [output]];
  noteOutputs(run, inputs, outputs);
  const row = { kind: "function", type: name, site, module: undefined, container: false, macs: 0 } as const;
  run.trace.record({ ...row, inputs, outputs, detail: noDetail, certain: run.certain });
  return output;
}

function answer(tensor: Value | undefined, pattern: Value | undefined, call: Rearranging): Value {
  if (!(tensor instanceof TorchTensor) || tensor.shape === undefined) {
    return tensor instanceof Unknown ? tensor : unknownTensor(NOT_FOLLOWED);
  }
  const given = new Map<string, Dim>();
  for (const [name, value] of call.sizes) {
    const size = dimFrom(value);
    if (size === undefined && name !== "reduction") return unknownTensor(`the size of ${name} is not known`);
    if (size !== undefined) given.set(name, size);
  }
  const wrong = typeof pattern === "string" ? misfit(tensor.shape, pattern, given) : undefined;
  if (wrong !== undefined) {
    tell(call, tensor, wrong);
    return unknownTensor("there is a mistake above", tensor.dtype);
  }
  const shape = typeof pattern === "string" ? rearranged(tensor.shape, pattern, given) : undefined;
  return new TorchTensor({ shape, reason: NOT_FOLLOWED, dtype: tensor.dtype });
}

function functionNamed(name: string): Builtin {
  return new Builtin(name, (run, { positional: [tensor, pattern], named }, site) => {
    const sizes = new Map([...named].map(([axis, { value }]) => [axis, value] as const));
    const call = { run, site, name, module: undefined, sizes };
    return recorded(call, tensor?.value, answer(tensor?.value, pattern?.value, call));
  });
}

/** A layer keeps its pattern and its sizes. */
function layerNamed(name: string): PyClass {
  const init = new Builtin("__init__", (run, { positional: [self, pattern], named }, site) => {
    if (!(self?.value instanceof Instance)) return null;
    const instance = self.value;
    run.call(moduleClass.find("__init__") ?? null, argumentsOf(instance), site);
    instance.attributes.set("pattern", pattern?.value ?? null);
    layers.set(instance, new Map([...named].map(([axis, { value }]) => [axis, value] as const)));
    return null;
  });
  const forward = new Builtin("forward", (run, { positional: [self, tensor] }, site) => {
    const instance = self?.value;
    if (!(instance instanceof Instance)) return unknownTensor(NOT_FOLLOWED);
    const call = { run, site, name, module: instance, sizes: layers.get(instance) ?? new Map() };
    return answer(tensor?.value, instance.attributes.get("pattern"), call);
  });
  return new PyClass(
    name,
    [moduleClass],
    new Map<string, Value>([
      ["__init__", init],
      ["forward", forward],
    ]),
  );
}

const layers = new WeakMap<Instance, ReadonlyMap<string, Value>>();

export const einopsFunctions: readonly (readonly [string, Value])[] = ["rearrange", "reduce", "repeat"].map((name) => [
  name,
  functionNamed(name),
]);

export const einopsLayers: readonly (readonly [string, Value])[] = ["Rearrange", "Reduce"].map((name) => [
  name,
  layerNamed(name),
]);
