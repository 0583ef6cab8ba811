/**
 * A tensor without numbers, as Keras's symbolic tensors, TensorFlow's eager ones and the arrays of a data set: its shape,
 * and the node of the graph that made it, from which functional models find their layers.
 */
import type { Dim } from "../../tensor/dim.ts";
import { Native } from "../native.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import type { Tensor } from "../tensor.ts";
import type { Instance, Value } from "../value.ts";
import { mergeTensors } from "./merge-tensors.ts";
import { indexTensor } from "./ops/index-tensor.ts";
import type { Numbers } from "./ops/numbers.ts";
import { operate, operateAlone } from "./ops/operators.ts";
import { isInGraph } from "./session.ts";
import { pythonSize } from "./sizes.ts";
import { tensorAttribute } from "./tensor-attributes.ts";

/** One use of a layer or an operation: what models are made of. */
export interface GraphNode {
  /** The layer that was called; `undefined` for an operation. */
  readonly layer: Instance | undefined;
  readonly inputs: readonly KerasTensor[];
  readonly outputs: readonly KerasTensor[];
  /** Where it went wrong, and that was told: the same mistake is not told again where a model around it is called. */
  readonly failedAt?: Site | undefined;
  /** Which of its inputs counts is not known: two branches meet here. */
  readonly unsure?: true;
  /** False if it is not known whether Python comes there. */
  readonly certain?: boolean;
  /** The same step over other inputs, as when a model is called like a layer; `layer`: a copy in this one's place. */
  again(run: Run, inputs: readonly KerasTensor[], site: Site, layer?: Instance): readonly KerasTensor[];
}

/** As many rows as are looked at one by one. */
const MOST_ROWS = 64;

export class KerasTensor extends Native implements Tensor {
  readonly typeName = "KerasTensor";
  readonly shape: readonly Dim[] | undefined;
  readonly reason: string | undefined;
  readonly dtype: string | undefined;
  /** What made it; `undefined` for what comes from outside, as data does. */
  node: GraphNode | undefined;
  /** An array or an eager tensor: Keras keeps no record of what becomes of it, so it gets no rows. */
  isData = false;
  /** Of a constant and what is calculated from it. */
  numbers: Numbers | undefined;
  /** What it was computed from, for data, which no node tells of. */
  madeFrom: readonly KerasTensor[] = [];

  constructor(shape: readonly Dim[] | undefined, dtype?: string, reason?: string) {
    super();
    this.shape = shape;
    this.dtype = dtype;
    this.reason = reason;
  }

  override attribute(run: Run, name: string): Value | undefined {
    return tensorAttribute(run, this, name);
  }

  override item(run: Run, key: Value, site: Site): Value | undefined {
    return indexTensor(run, this, key, site);
  }

  override binary(run: Run, operator: string, other: Value, reflected: boolean, site: Site): Value | undefined {
    return operate(run, { operator, tensor: this, other, reflected, site });
  }

  override unary(run: Run, operator: string, site: Site): Value | undefined {
    return operateAlone(run, operator, this, site);
  }

  override merge(run: Run, other: Value): Value | undefined {
    return other instanceof KerasTensor ? mergeTensors(run, this, other) : undefined;
  }

  override iterate(run: Run): readonly Value[] | undefined {
    const [first] = this.shape ?? [];
    if (isInGraph(run) || typeof first !== "number" || first > MOST_ROWS) return undefined;
    return Array.from({ length: first }, () => this.row());
  }

  override round(): Value | undefined {
    return this.shape?.length ? this.row() : undefined;
  }

  override closed(run: Run): string | undefined {
    return isInGraph(run) && this.shape?.length ? "which TensorFlow's graph of a step does not take apart" : undefined;
  }

  /** One along the first axis. */
  private row(): KerasTensor {
    const row = new KerasTensor(this.shape?.slice(1), this.dtype);
    row.isData = this.isData;
    row.madeFrom = [this];
    return row;
  }

  override length(run: Run): Value | undefined {
    const [first] = this.shape ?? [];
    return first === undefined ? undefined : pythonSize(run, first);
  }
}

export function tensorOf(shape: readonly Dim[], dtype = "float32"): KerasTensor {
  return new KerasTensor(shape, dtype);
}

export function unknownTensor(reason: string): KerasTensor {
  return new KerasTensor(undefined, undefined, reason);
}
