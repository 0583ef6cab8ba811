/**
 * What a run did with tensors, in order, and where a framework would have raised. Readers of a file, hovers, hints and
 * diagnostics are all made from it.
 */
import type { Range } from "../graph/graph.ts";
import type { Step } from "../layers/formula.ts";
import type { Attributes, LayerDefinition } from "../layers/layer.ts";
import type { Dim } from "../tensor/dim.ts";
import type { Window } from "../tensor/window.ts";
import type { Argument, Arguments } from "./arguments.ts";
import { Later } from "./later.ts";
import type { Site, SourceFile } from "./site.ts";
import type { Tensor } from "./tensor.ts";
import type { Instance, Value } from "./value.ts";

/** A value by which an operation was set up, and where it is written; nowhere, where it is a default. */
export type Setting = Argument;

/** By a parameter's name; `undefined`: it has no such parameter. */
export type Settings = (name: string) => Setting | undefined;

/** One executed operation: a module's call, a function, a method, an operator. */
export interface Operation {
  /** `module`: a call of a module or layer, containers and the user's own classes included. */
  readonly kind: "module" | "function";
  /** `Conv2d`, `BasicBlock`, `relu`, `add`, `view`: the class, or the function's bare name without underscores. */
  readonly type: string;
  /**
   * Where it is written: the call; for a module that a framework's own container calls (a layer in a Sequential), and for
   * the entry itself, the module's construction. `undefined`: nowhere in the user's files.
   */
  readonly site: Site | undefined;
  /** The module that was called. */
  readonly module: Instance | undefined;
  /** Modules that contain others, whose own numbers are theirs: a row of its own, but never counted twice. */
  readonly container: boolean;
  /** The tensors that went in, in order. */
  readonly inputs: readonly Tensor[];
  /** The tensors that came out; several for `chunk`. */
  readonly outputs: readonly Tensor[];
  /** Multiply-accumulates for the whole batch that was given (a batch that is not known counts as one). */
  readonly macs: Dim | undefined;
  readonly detail: Later<OperationDetail>;
  /** Of the module's construction, or of the function's call. */
  readonly settings?: Settings;
  /** What a module was called with, where that is more than its tensors. */
  readonly args?: Arguments;
  /** What the module and those in it own, for a module that is no part of a model. */
  readonly owned?: readonly Parameter[];
  /** False if it is not known whether Python comes here. */
  readonly certain: boolean;
}

/** What can be said about an operation beyond its shapes. All sizes are in the framework's own order. */
export interface OperationDetail {
  /** How the sizes come about, line by line. */
  readonly steps: readonly Step[];
  /** The window that slid over the input. */
  readonly window?: Window;
  /** Sentences: padding that PyTorch would place differently, channels that are taken as such. */
  readonly notes?: readonly string[];
  /** The same step as a layer of the engine, where it has one; weights are those of `Operation.module`. */
  readonly layer?: { readonly definition: LayerDefinition; readonly attributes: Attributes };
}

/** Of an operation of which there is nothing to say but its shapes. */
export const noDetail = new Later<OperationDetail>(() => ({ steps: [] }));

/** A number that a module owns: trained, or measured. */
export interface Parameter {
  /** The framework's own name: `weight`, `running_mean`, `kernel`. */
  readonly name: string;
  readonly shape: readonly Dim[];
  readonly trainable: boolean;
}

/** A text edit that would mend a mistake. */
export interface SourceFix {
  readonly title: string;
  readonly edits: readonly { readonly file: SourceFile; readonly range: Range; readonly text: string }[];
}

/** A call that goes wrong: what it is, what it was given, and how it was set up. */
export interface WrongCall extends Pick<Operation, "type" | "module" | "inputs" | "settings"> {
  /** Where its first argument is written. */
  readonly handed?: Argument["written"];
}

/** Where a framework would raise, or nearly so. */
export interface Problem {
  /** `shape/in-features`, `shape/in-channels`, `shape/kernel-larger-than-input`, ... */
  readonly code: string;
  readonly severity: "error" | "warning" | "information";
  /** Subject, expected, found, remedy. */
  readonly message: string;
  /** Where the framework raises. */
  readonly site: Site;
  readonly fix?: SourceFix;
  /** The call that goes wrong, for whoever looks for remedies elsewhere. */
  readonly call?: WrongCall;
  /** Other places that belong to it: where the module was made. */
  readonly related?: readonly { readonly site: Site; readonly message: string }[];
}

/** An equation that must hold for a file to be right: what a symbolic size would have to be. */
export interface Constraint {
  readonly size: Dim;
  readonly expected: number;
  readonly operation: string;
}

/** A call, in a text, of a function that is written in Python: what happens in it are operations of their own. */
export interface FunctionCall {
  /** The function's own name. */
  readonly name: string;
  /** The object whose method it is; `undefined`: it is none's. */
  readonly self: Value | undefined;
  readonly site: Site;
  readonly args: Arguments;
  readonly value: Value;
  /** False if it is not known whether Python comes here. */
  readonly certain: boolean;
}

/** A statement of which it is not known what it leaves. */
export interface GivenUp {
  readonly site: Site;
  /** `this takes more steps than are followed`. */
  readonly reason: string;
}

/** Whether nothing behind an operation is asked for; `trace`: what was done so far. */
export type Enough = (operation: Operation, trace: Trace) => boolean;

/** Whether nothing behind a mistake is asked for. */
export type EndsAt = (problem: Problem) => boolean;

/** A call that trains, measures or asks a model, and of which of what it is handed the shapes are known. */
export interface Fed {
  readonly site: Site;
  readonly hasInputs: boolean;
  /** Whether the model was compiled with something to compare targets with. */
  readonly hasLoss: boolean;
  readonly hasTargets: boolean;
}

/** Where a run may end early. */
export interface Ends {
  readonly enough?: Enough;
  readonly at?: EndsAt | undefined;
}

export interface Trace {
  readonly operations: readonly Operation[];
  /** Those that gave something, in the order of their ends. */
  readonly calls: readonly FunctionCall[];
  readonly problems: readonly Problem[];
  /** How often something was reported, the same mistake in a further run of its line included. */
  readonly reports: number;
  readonly constraints: readonly Constraint[];
  /** How many operations surely gave tensors of known shapes, those without a row included. */
  readonly followed: number;
  /** Calls that surely hand a model data. */
  readonly fed: readonly Fed[];
  /** Exceptions that surely ended a function or the file: `KeyError: 'a'`. */
  readonly raises: readonly string[];
  /** Statements that were not followed to their end, because they do too much. */
  readonly givenUp: readonly GivenUp[];
  /** Objects of classes that are written in Python, by the text or by what describes a framework, in the order of their making. */
  readonly made: readonly Instance[];
  record(operation: Operation): void;
  /** Dropped while the run is not certain; one for each code and site. */
  report(problem: Problem): void;
  follow(): void;
  feed(fed: Fed): void;
  raised(exception: string): void;
  giveUp(statement: GivenUp): void;
  /** Instead of a problem, where a size is symbolic. */
  constrain(constraint: Constraint): void;
}
