/** What an ONNX file holds, with names instead of field numbers: nodes that compute values, which go by their names. */
import type { Dim } from "../../tensor/dim.ts";
import type { OnnxTensor } from "./tensor.ts";

export type AttributeValue = number | string | readonly number[] | readonly string[] | OnnxTensor | Subgraph;

/** A graph within a node: a branch of an `If`, the body of a `Loop`. */
export interface Subgraph {
  readonly graph: Uint8Array;
}

export interface OnnxNode {
  /** In the order of the file, from 1; nodes of a function that the file defines bear that of the call. */
  readonly number: number;
  /** Its own, else that of its first output. Not always different from others'. */
  readonly name: string;
  /** `Conv`. */
  readonly type: string;
  /** "" is ONNX's own. */
  readonly domain: string;
  /** The version of the operators' definitions in its domain. */
  readonly opset: number;
  /** Names of values; an empty one stands for an optional input that is not given. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeValue>;
}

/** What the file says of a value. */
export interface ValueInfo {
  readonly name: string;
  readonly type: number | undefined;
  /** `undefined`: not even the number of axes is said. A size that is not said is `undefined`, a letter one with a name. */
  readonly shape: readonly (Dim | undefined)[] | undefined;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly outputs: readonly ValueInfo[];
  /** Of the values between. */
  readonly values: ReadonlyMap<string, ValueInfo>;
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
}

export interface OnnxModel extends OnnxGraph {
  readonly name: string;
  /** `pytorch`, `tf2onnx`. */
  readonly producer: string;
  /** Of ONNX's own operators. */
  readonly opset: number;
  /** By domain. */
  readonly opsets: ReadonlyMap<string, number>;
  /** Without those that an initializer gives. */
  readonly inputs: readonly ValueInfo[];
}
