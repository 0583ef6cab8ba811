/**
 * `torch.Tensor` without numbers. Its methods stand in `methods.ts`; a method that is not there is unknown. In-place
 * operations give a tensor of their own, so that a trace shows what flows where.
 */

import { productOfDims, sameDim } from "../../tensor/dim/sum.ts";
import type { Dim } from "../../tensor/dim.ts";
import { argumentsOf } from "../arguments.ts";
import { BoundMethod, type Builtin } from "../callables.ts";
import { Native } from "../native.ts";
import type { PyClass } from "../py-class.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import type { Tensor } from "../tensor.ts";
import { formatShape, type Shape } from "../tensors/answer.ts";
import { dimFrom, tupleOf } from "../tensors/sizes.ts";
import { unknownSize } from "../tensors/unknown-size.ts";
import { Unknown, type Value } from "../value.ts";
import { TENSORS_DEVICE, typeNamed } from "./dtype.ts";

/** What a module keeps a tensor as. */
export type Role = "parameter" | "buffer";

/** What is known of a tensor. */
export interface Facts {
  readonly shape: Shape | undefined;
  readonly reason?: string | undefined;
  readonly dtype?: string | undefined;
  readonly role?: Role | undefined;
  /** The numbers themselves, of the short sequences by which models are configured. */
  readonly content?: readonly Value[] | undefined;
  readonly dataset?: string | undefined;
  readonly source?: TorchTensor | undefined;
}

/** Methods by their names, and what operators do: filled by `methods.ts`, which needs tensors itself. */
export const tensorMethods = new Map<string, Builtin>();

/** `torch.Tensor` and `nn.Parameter`, whose members are the methods. */
export const tensorClasses = new Map<string, PyClass>();

function mergeShapes(run: Run, a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (a === undefined || b === undefined || a.length !== b.length) return undefined;
  return a.map((size, axis) => (sameDim(size, b[axis] as Dim) ? size : unknownSize(run)));
}

/** Stays, whichever way is taken in the end. */
const PERHAPS = new Unknown("whether it is trained is not known");

export class TorchTensor extends Native implements Tensor {
  readonly typeName = "Tensor";
  shape: Shape | undefined;
  readonly reason: string | undefined;
  readonly dtype: string | undefined;
  readonly role: Role | undefined;
  content: readonly Value[] | undefined;
  readonly dataset: string | undefined;
  readonly source: TorchTensor | undefined;
  /** Few have any. */
  #attributes: Map<string, Value> | undefined;

  constructor({ shape, reason, dtype, role, content, dataset, source }: Facts) {
    super();
    this.shape = shape;
    this.reason = shape === undefined ? (reason ?? "its shape is not known") : undefined;
    this.dtype = dtype;
    this.role = role;
    this.content = content;
    this.dataset = dataset;
    this.source = source;
  }

  as(role: Role): TorchTensor {
    return new TorchTensor({ shape: this.shape, reason: this.reason, dtype: this.dtype, role, source: this });
  }

  /** A tensor of its own: a copied layer has its own weights. */
  override deepCopy(): TorchTensor {
    const { shape, reason, dtype, role, content } = this;
    const copy = new TorchTensor({ shape, reason, dtype, role, content });
    if (this.#attributes) copy.#attributes = new Map(this.#attributes);
    return copy;
  }

  override attribute(_run: Run, name: string): Value | undefined {
    const own = this.#attributes?.get(name) ?? this.#property(name);
    if (own !== undefined) return own;
    const method = tensorMethods.get(name);
    return method && new BoundMethod(this, method);
  }

  override setAttribute(run: Run, name: string, value: Value): void {
    if (name === "data" && value instanceof TorchTensor) this.become(run, value.shape);
    else if (name === "requires_grad" && !run.certain) this.#own().set(name, PERHAPS);
    else this.#setOwn(run, name, value);
  }

  #setOwn(run: Run, name: string, value: Value): void {
    const own = this.#own();
    const before = own.get(name);
    run.change(
      () => own.set(name, value),
      () => (before === undefined ? own.delete(name) : own.set(name, before)),
      this,
    );
  }

  #own(): Map<string, Value> {
    this.#attributes ??= new Map();
    return this.#attributes;
  }

  /** Whether it is kept from being trained; `undefined`: that is not known. */
  get isFrozen(): boolean | undefined {
    const trained = this.#attributes?.get("requires_grad") ?? true;
    return typeof trained === "boolean" ? !trained : undefined;
  }

  /** What `unsqueeze_` and the like do to the tensor itself. */
  become(run: Run, shape: Shape | undefined): void {
    const before = this.shape;
    run.change(
      () => {
        this.shape = shape;
      },
      () => {
        this.shape = before;
      },
      this,
    );
  }

  override item(run: Run, key: Value, site: Site): Value | undefined {
    const index = dimFrom(key);
    if (typeof index === "number" && this.content?.at(index) !== undefined) return scalar(this.content.at(index));
    return this.#operate(run, "getitem", [key], site);
  }

  override setItem(run: Run, key: Value, value: Value, site: Site): void {
    const before = this.content;
    if (before !== undefined)
      run.change(
        () => {
          this.content = undefined;
        },
        () => {
          this.content = before;
        },
        this,
      );
    this.#operate(run, "setitem", [key, value], site);
  }

  override binary(run: Run, operator: string, other: Value, reflected: boolean, site: Site): Value | undefined {
    return this.#operate(run, `operator ${reflected ? "reflected " : ""}${operator}`, [other], site);
  }

  override unary(run: Run, operator: string, site: Site): Value | undefined {
    return this.#operate(run, `unary ${operator}`, [], site);
  }

  override number(): Value | undefined {
    return this.content?.length === 1 ? this.content[0] : undefined;
  }

  override iterate(): readonly Value[] | undefined {
    if (this.content) return this.content.map(scalar);
    const [first, ...rest] = this.shape ?? [];
    if (typeof first !== "number" || first > 10_000) return undefined;
    return Array.from({ length: first }, () => new TorchTensor({ shape: rest, dtype: this.dtype }));
  }

  override merge(run: Run, other: Value): Value | undefined {
    if (!(other instanceof TorchTensor)) return undefined;
    const dtype = this.dtype === other.dtype ? this.dtype : undefined;
    const shape = mergeShapes(run, this.shape, other.shape);
    return new TorchTensor({
      shape,
      reason: this.reason ?? other.reason ?? "its shape depends on what is not known",
      dtype,
    });
  }

  override pyClass(): PyClass | undefined {
    return tensorClasses.get(this.role === "parameter" ? "Parameter" : "Tensor");
  }

  override length(): Value | undefined {
    return this.shape?.[0];
  }

  #operate(run: Run, name: string, others: readonly Value[], site: Site): Value | undefined {
    const method = tensorMethods.get(name);
    if (method === undefined) return undefined;
    return method.call(run, argumentsOf(this, ...others), site);
  }

  #property(name: string): Value | undefined {
    switch (name) {
      case "shape":
        return this.shape === undefined ? new Unknown(this.reason ?? "") : tupleOf(this.shape);
      case "ndim":
        return this.shape?.length ?? new Unknown(this.reason ?? "");
      case "dtype":
        return this.dtype === undefined
          ? new Unknown("the type of its numbers is not known")
          : (typeNamed(this.dtype) ?? new Unknown("its type is none that we know"));
      case "device":
        return TENSORS_DEVICE;
      case "data":
      case "real":
      case "imag":
        return this;
      case "T":
      case "mT":
      case "H":
        return this.#transposed(name);
      case "requires_grad":
        return this.role === "parameter" ? true : new Unknown("whether it has a gradient is not known");
      case "is_sparse":
      case "is_quantized":
      case "is_mkldnn":
        return false;
      default:
        return undefined;
    }
  }

  #transposed(name: string): Value {
    const { shape, reason, dtype } = this;
    if (shape === undefined) return new TorchTensor({ shape, reason, dtype });
    const [a, b] = [shape.at(-2), shape.at(-1)] as [Dim, Dim];
    const swapped = shape.length < 2 || name !== "mT" ? shape.toReversed() : [...shape.slice(0, -2), b, a];
    return new TorchTensor({ shape: swapped, dtype });
  }
}

/** A known number as the tensor without axes that holds it. */
export function scalar(value: Value | undefined): TorchTensor {
  return new TorchTensor({ shape: [], content: value === undefined ? undefined : [value] });
}

export function unknownTensor(reason: string, dtype?: string): TorchTensor {
  return new TorchTensor({ shape: undefined, reason, dtype });
}

export function tensorOf(shape: Shape, dtype: string | undefined = "float32"): TorchTensor {
  return new TorchTensor({ shape, dtype });
}

export function numelOf(tensor: TorchTensor): Value {
  return tensor.shape === undefined ? new Unknown(tensor.reason ?? "") : productOfDims(tensor.shape);
}

/** For messages. */
export function describeTensor({ shape }: TorchTensor): string {
  return shape === undefined ? "a tensor of unknown shape" : formatShape(shape);
}
