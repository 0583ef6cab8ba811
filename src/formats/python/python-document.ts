/** A Python file, read: the models in it, each with what it does to its input, and what is wrong. */
import type { Analysis } from "../../graph/analysis.ts";
import type { Graph, Range } from "../../graph/graph.ts";
import type { TextIssue } from "../../graph/issue.ts";
import type { OwnedParameter } from "../../python/framework.ts";
import type { Later } from "../../python/later.ts";
import type { SourceFile } from "../../python/site.ts";
import type { Tensor } from "../../python/tensor.ts";
import type { Fed, Operation } from "../../python/trace.ts";
import type { Instance } from "../../python/value.ts";
import type { FurtherModel } from "./further-models.ts";
import type { ModelInput } from "./model-input.ts";
import type { Mistake } from "./repair/proposal.ts";

export type FrameworkName = "torch" | "keras";

/** A model that was run on its input, before anything is made of it. */
export interface TracedModel {
  /** The class, function or variable: `LeNet`. */
  readonly name: string;
  readonly framework: FrameworkName;
  /** The name where the class or function is defined, or the variable is assigned; `undefined`: in another file. */
  readonly at: Range | undefined;
  /** The whole definition or statement. */
  readonly whole: Range | undefined;
  /** The model itself; `undefined` if it could not be built. */
  readonly root: Instance | undefined;
  /** Whether it has run already when the file was loaded: Keras's models that are built at the file's top level. */
  readonly isLoaded: boolean;
  readonly input: ModelInput;
  /** The tensors that went in, and what came out. */
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** In the order of execution. */
  readonly operations: readonly Operation[];
  /** Calls of the file's own functions: for places in the text. */
  readonly calls: readonly Operation[];
  readonly parameters: readonly OwnedParameter[];
  /** The dotted names of its modules. */
  readonly names: ReadonlyMap<Instance, string>;
  /** Where its modules are made, in the file that is open. */
  readonly madeAt: ReadonlyMap<Instance, Range>;
  /** Where the text around a module got it from a function, such as `_make_layer`, that made it elsewhere in the file. */
  readonly givenAt: ReadonlyMap<Instance, Range>;
  /** Why something in it is not known; empty if everything is. */
  readonly unknown: readonly string[];
}

export interface PythonModel extends TracedModel {
  /** Drawn only for whoever trains the model or looks into it. */
  readonly drawing: Later<Drawing>;
}

export interface Drawing {
  /** What the engine can compute of a model. */
  readonly graph: Graph;
  readonly analysis: Analysis;
  /** The node that an operation became. */
  readonly nodeOf: ReadonlyMap<Operation, number>;
}

/** A further model with what was seen of it. */
export interface ReadFurther extends FurtherModel {
  readonly model: PythonModel;
}

export interface PythonDocument {
  readonly path: string;
  readonly text: string;
  /** The one that people mean first; empty if the file has no model. */
  readonly models: readonly PythonModel[];
  /** Classes that nothing in the file builds, with letters for the sizes that they are handed; no model to train or to count. */
  readonly sketches: readonly PythonModel[];
  /** What layers that are in none of the models did while the file was loaded. */
  readonly loose: readonly Operation[];
  /** The same of calls of the file's own functions. */
  readonly calls: readonly Operation[];
  /** Every mistake of every model at its place, in the order of the text. */
  readonly issues: readonly TextIssue[];
  /** What is known of an issue's mistake, for whoever looks for remedies. */
  readonly mistakes: ReadonlyMap<TextIssue, Mistake>;
  /** Models that were not read, and may have mistakes. */
  readonly unread: readonly FurtherModel[];
  /** Those that were read for their mistakes alone. */
  readonly further: readonly ReadFurther[];
  /** Exceptions that surely ended what the file does. */
  readonly raises: readonly string[];
  /** Statements of its own that do more than is followed. */
  readonly givenUp: readonly { readonly range: Range; readonly reason: string }[];
  /** How many steps with tensors of known shapes surely happen while the file is loaded, those without a row included. */
  readonly followed: number;
  /** Where a model is surely handed data while the file is loaded. */
  readonly fed: readonly Fed[];
  /** How many steps of Python it took to read. */
  readonly work: number;
  /** Some of it is not readable as Python. */
  readonly isBroken: boolean;
  /** Nothing behind its mistake was asked for. */
  readonly hasEnded?: true;
}

/** Of a text of which nothing is known. */
export function emptyDocument({ path, text }: SourceFile): PythonDocument {
  const mistakes = new Map<TextIssue, Mistake>();
  const none = {
    models: [],
    sketches: [],
    loose: [],
    calls: [],
    issues: [],
    raises: [],
    givenUp: [],
    unread: [],
    further: [],
    fed: [],
  };
  return { path, text, ...none, mistakes, followed: 0, work: 0, isBroken: false };
}
