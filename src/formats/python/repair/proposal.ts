/**
 * A change that may mend a mistake, and how unlikely it is: 0 for what is as a rule the slip, 1 and more for what could have been
 * meant too. Whether it mends anything is seen by running the changed text.
 */
import type { SourceFile } from "../../../python/site.ts";
import type { Tensor } from "../../../python/tensor.ts";
import { isOwnClass } from "../../../python/torch/modules/module.ts";
import { ownerOf } from "../../../python/torch/modules/parameters.ts";
import { settingsOf } from "../../../python/torch/settings.ts";
import type { Operation, Problem, SourceFix, WrongCall } from "../../../python/trace.ts";
import { siteIn } from "../place-problems.ts";
import type { Written } from "./source/written.ts";

export interface Proposal {
  readonly fix: SourceFix;
  readonly cost: number;
  /** Another name for one that is there: if it leaves another mistake it was not meant. */
  readonly isName?: true;
  /** Only a name is another one. */
  readonly isRenamed?: true;
  /** How many layers it takes out of a model. */
  readonly layersLess?: number;
  /** What is there is worth, and what the text in its place must be worth to mend it. */
  readonly worth?: { readonly from: number; readonly to: number };
}

/** Another text for a place, before a title is made for it. */
export interface Change {
  readonly place: Written;
  readonly text: string;
  readonly cost: number;
}

/** A mistake with what was executed around it. */
export interface Mistake {
  readonly problem: Problem;
  readonly operations: readonly Operation[];
}

/** The call that goes wrong, or one before it. */
export type Step = Pick<Operation, "type" | "module" | "inputs" | "settings" | "site">;

export interface WrongStep extends WrongCall, Pick<Problem, "site"> {
  /** The file that is repaired; `undefined`: nothing in it leads there. */
  readonly home: SourceFile | undefined;
}

/** `undefined`: nothing is known of the call. */
export function wrongStep({ problem: { call, site } }: Mistake, path: string): WrongStep | undefined {
  if (call === undefined) return undefined;
  const home = (siteIn(site, path) ?? siteIn(call.module?.site, path))?.file;
  return { ...call, ...asModule(call), site, home };
}

/** A function that is called with a module's own numbers, as `F.batch_norm(x, self.running_mean)` is, as that module. */
function asModule({ module, inputs: [input, own] }: WrongCall): Partial<WrongCall> {
  const owner = module === undefined && own ? ownerOf(own) : undefined;
  const type = owner?.cls.mro.find(isOwnClass)?.name;
  if (input === undefined || owner === undefined || type === undefined) return {};
  return { type, module: owner, inputs: [input], settings: settingsOf(owner) };
}

export function propose(fix: SourceFix | undefined, cost: number): Proposal | undefined {
  return fix && { fix, cost };
}

/** The size of an axis where it is a known number. */
export function sizeAt(tensor: Tensor | undefined, axis: number): number | undefined {
  const size = tensor?.shape?.at(axis);
  return typeof size === "number" ? size : undefined;
}
