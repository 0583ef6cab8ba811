/** What a reader of Python files needs of a framework: its modules, its tensors, and which of its objects are models. */
import type { Dim } from "../tensor/dim.ts";
import type { Native } from "./native.ts";
import type { PyClass } from "./py-class.ts";
import type { Site, SourceFile } from "./site.ts";
import type { Tensor } from "./tensor.ts";
import type { Parameter } from "./trace.ts";
import type { Instance, Module, Value } from "./value.ts";

export interface OwnedParameter extends Parameter {
  /** With the modules' names before it, as in a weights file: `features.0.weight`. */
  readonly path: string;
  /** The text keeps it from being trained; "perhaps": it is not known whether. */
  readonly frozen?: "surely" | "perhaps";
}

export interface Framework {
  readonly name: "torch" | "keras";
  /** The module under a dotted name (`torch.nn`, `tensorflow.keras.layers`); `undefined` if it is not the framework's. */
  provide(name: string): Module | undefined;
  /** Some names of a package by others, for files that import it where its own files are not among them. */
  standIn?(name: string): Module | undefined;
  /** A module of the framework that we describe in Python. */
  describe?(name: string): SourceFile | undefined;
  /** A class whose instances are models or layers: a subclass of `nn.Module`, `keras.Model` or `keras.layers.Layer`. */
  isModelClass(cls: PyClass): boolean;
  /** The first axis of an input of which only one sample's shape is said: 1, or a batch that is not known. */
  readonly batch: Dim;
  /** `false`: a model that only holds others, to train them in a way of its own, and has no way through itself. */
  isCallable(model: Instance): boolean;
  /** A tensor to feed a model with, batch first, in the framework's own order; `undefined`: of an unknown shape. */
  createInput(shape: readonly Dim[] | undefined, dtype?: string): Native & Tensor;
  /**
   * The tensors between which a model has run already when it is built, as Keras's functional and sequential models have;
   * `undefined`: it runs only when it is called.
   */
  endsOf(model: Instance): { readonly inputs: readonly Tensor[]; readonly outputs: readonly Tensor[] } | undefined;
  /** What a model was first given by a method that calls it out of the file's sight, as `fit` does, and where. */
  fedOf?(model: Instance): { readonly shapes: readonly (readonly Dim[])[]; readonly site: Site } | undefined;
  /** Every parameter of a model and of what it contains, in the framework's order, shared ones once. */
  parametersOf(model: Instance): readonly OwnedParameter[];
  /** The modules in it by their dotted paths, itself first as "". */
  modulesOf(model: Instance): ReadonlyMap<string, Instance>;
  /** Where a module's construction wrote an argument, by the parameter's name: for fixes. */
  argumentOf(module: Instance, name: string): { readonly value: Value; readonly site: Site | undefined } | undefined;
}
