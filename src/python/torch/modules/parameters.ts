/** Parameters and buffers as constructors make them. */

import { divideExactly } from "../../../tensor/dim/divide.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Tensor } from "../../tensor.ts";
import type { Shape } from "../../tensors/answer.ts";
import { tupleOf } from "../../tensors/sizes.ts";
import { unknownSize } from "../../tensors/unknown-size.ts";
import { type Instance, Unknown, type Value } from "../../value.ts";
import { TorchTensor } from "../tensor.ts";
import type { Making } from "./module.ts";

const owners = new WeakMap<Tensor, Instance>();

/** The module whose constructor made a parameter or buffer. */
export function ownerOf(tensor: Tensor): Instance | undefined {
  return owners.get(tensor);
}

function setOwn(making: Making, name: string, tensor: TorchTensor): void {
  owners.set(tensor, making.instance);
  making.set(name, tensor);
}

export function setParameter(making: Making, name: string, shape: Shape | undefined): void {
  const reason = "its sizes are not known";
  setOwn(making, name, new TorchTensor({ shape, reason, dtype: "float32", role: "parameter" }));
}

export function setBuffer(making: Making, name: string, shape: Shape, dtype = "float32"): void {
  setOwn(making, name, new TorchTensor({ shape, dtype, role: "buffer" }));
}

/** `None` or a parameter, nobody knows which: what is counted has a part that is not known. */
class PerhapsParameter extends Unknown {
  readonly role = "parameter";
}

/** The parameter if the flag is set, `None` if it is not. */
export function setOptional(making: Making, name: string, flag: Value, shape: Shape): void {
  const wanted = making.run.truth(flag);
  if (wanted === undefined) making.set(name, new PerhapsParameter(`whether it has a ${name} is not known`));
  else if (wanted) setParameter(making, name, shape);
  else making.set(name, null);
}

/** An argument that is a number, as a tuple for each axis. */
export function setSizes(making: Making, name: string, sizes: readonly Dim[] | undefined): void {
  if (sizes !== undefined) making.set(name, tupleOf(sizes));
}

/** A size that is to be a share of another; a letter where it does not divide. */
export function shareOf(making: Making, size: Dim, parts: Dim): Dim {
  return divideExactly(size, parts) ?? unknownSize(making.run);
}
