/** What a model is made of, and whether it has run or can. */
import type { Instance } from "../../python/value.ts";
import { frameworkOf, type Program } from "./program.ts";

/** The model itself among them. */
export function modulesIn(program: Program, model: Instance): Instance[] {
  return [...(frameworkOf(program, model)?.modulesOf(model).values() ?? [])];
}

export function partsOf(program: Program, model: Instance): Instance[] {
  return modulesIn(program, model).filter((module) => module !== model);
}

/** Keras's models run when they are built. */
export function hasRun(program: Program, model: Instance): boolean {
  return frameworkOf(program, model)?.endsOf(model) !== undefined;
}

/** A model that only holds others, to train them in a way of its own: it cannot be called. */
export function isHolder(program: Program, model: Instance): boolean {
  return frameworkOf(program, model)?.isCallable(model) === false;
}
