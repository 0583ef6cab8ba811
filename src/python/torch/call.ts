/**
 * One call of an operation: its arguments, and how it answers, complains and is recorded. An operation that is given
 * something of which the shape is not known answers a tensor of which the shape is not known.
 */
import type { Dim } from "../../tensor/dim.ts";
import type { Argument, Arguments } from "../arguments.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import type { Mistake, Shape, ShapeAnswer } from "../tensors/answer.ts";
import type { Bound } from "../tensors/signature.ts";
import { dimFrom, itemsOf } from "../tensors/sizes.ts";
import { unknownSize } from "../tensors/unknown-size.ts";
import type { OperationDetail, WrongCall } from "../trace.ts";
import { Dict, Float, Instance, namedParts, Tuple, type TupleKind, Unknown, type Value } from "../value.ts";
import { isConsequence } from "./doubts.ts";
import { settingsIn, settingsOf } from "./settings.ts";
import { stateOf } from "./state.ts";
import { TorchTensor, unknownTensor } from "./tensor.ts";

export class Call {
  readonly run: Run;
  /** The bare name: `flatten`, or the module's class. */
  readonly name: string;
  readonly bound: Bound;
  readonly args: Arguments;
  /** Where the framework would raise. */
  readonly site: Site;
  readonly module: Instance | undefined;
  /** Its result is written into its first argument: `relu_`, `+=`. */
  inPlace = false;
  /** The framework would raise. */
  isWrong = false;
  /** The layer takes just as many channels as it is given. */
  fits = false;
  macs: Dim | undefined;
  detail: (() => OperationDetail) | undefined;

  constructor(run: Run, name: string, bound: Bound, args: Arguments, site: Site, module?: Instance) {
    this.run = run;
    this.name = name;
    this.bound = bound;
    this.args = args;
    this.site = site;
    this.module = module;
  }

  get(name: string): Value {
    return this.bound.get(name);
  }

  number(name: string): Dim | undefined {
    return dimFrom(this.get(name));
  }

  flag(name: string): boolean {
    return this.run.truth(this.get(name)) === true;
  }

  argument(name: string): Argument | undefined {
    return this.bound.argument(name);
  }

  tensor(name: string): TorchTensor | undefined {
    const value = this.get(name);
    return value instanceof TorchTensor ? value : undefined;
  }

  shape(name: string): Shape | undefined {
    return this.tensor(name)?.shape;
  }

  /** An answer from the shape of one argument, if it is known. */
  from(name: string, rule: (shape: Shape, tensor: TorchTensor) => ShapeAnswer): TorchTensor {
    const tensor = this.tensor(name);
    if (tensor?.shape === undefined) return this.unknown(reasonOf(this.get(name)));
    return this.give(rule(tensor.shape, tensor), tensor.dtype);
  }

  /** The same from the shapes of two. */
  fromBoth(left: string, right: string, rule: (left: Shape, right: Shape) => ShapeAnswer): TorchTensor {
    const other = this.shape(right);
    return this.from(left, (shape) => (other ? rule(shape, other) : { unknown: reasonOf(this.get(right)) }));
  }

  give(answer: ShapeAnswer, dtype?: string): TorchTensor {
    if ("unknown" in answer) return this.unknown(answer.unknown);
    if ("mistake" in answer) return this.complain(answer.mistake, dtype);
    for (const { size, expected } of answer.equations ?? []) this.constrain(size, expected);
    return new TorchTensor({ shape: answer.shape, dtype });
  }

  constrain(size: Dim, expected: number): void {
    this.run.trace.constrain({ size, expected, operation: this.name });
  }

  unknown(reason: string): TorchTensor {
    return unknownTensor(reason);
  }

  /** Reports, and goes on with the shape that was surely meant. */
  complain({ code, message, meant, open, fix, missed }: Mistake, dtype?: string): TorchTensor {
    const made = this.module?.site;
    this.isWrong = true;
    const call = this.wrongCall();
    const inputs = call.inputs.filter((input) => input instanceof TorchTensor);
    const isRefused = this.module !== undefined && stateOf(this.module)?.isRefused === true;
    const isAgain = this.run.trace.operations.some(({ module }) => module !== undefined && module === this.module);
    if (!isRefused && !isConsequence(this.run, { code, inputs, made, missed, type: this.name, isAgain }))
      this.run.trace.report({
        code,
        severity: "error",
        message: `${this.subject}: ${message}`,
        site: this.site,
        call,
        ...(fix && { fix }),
        ...(made && made !== this.site && { related: [{ site: made, message: `${this.name} is made here` }] }),
      });
    if (meant === undefined) return unknownTensor("there is a mistake above");
    const shape = meant.map((size, axis) => (open?.includes(axis) ? unknownSize(this.run) : size));
    return new TorchTensor({ shape, dtype });
  }

  private wrongCall(): WrongCall {
    const { module, args, name } = this;
    return {
      type: name,
      module,
      inputs: tensorsHanded(args),
      settings: module ? settingsOf(module) : settingsIn(this.bound),
      handed: args.positional[0]?.written,
    };
  }

  /** The name by which the file calls it. */
  get subject(): string {
    const { file, anchor } = this.site;
    const written = file.text.slice(anchor.start, anchor.end);
    const own = this.module === undefined || written === this.name || !/^\w+$/.test(written);
    return own
      ? this.name.replace(/^(operator reflected|operator|unary) /, "").replace("setitem", "=")
      : `${written} (${this.name})`;
  }
}

/** All tensors in a value, as an operation's row lists them. */
export function tensorsIn(value: Value | undefined): TorchTensor[] {
  const found: TorchTensor[] = [];
  collectTensors(value, found);
  return found;
}

/** All tensors that a call hands over. */
export function tensorsHanded({ positional, named }: Arguments): TorchTensor[] {
  const found: TorchTensor[] = [];
  for (const { value } of positional) collectTensors(value, found);
  for (const { value } of named.values()) collectTensors(value, found);
  return found;
}

function collectTensors(value: Value | undefined, found: TorchTensor[]): void {
  if (value instanceof TorchTensor) found.push(value);
  else if (value instanceof Instance) {
    if (value.native instanceof Dict) collectTensors(value.native, found);
  } else if (value instanceof Dict) for (const [, item] of value.entries.values()) collectTensors(item, found);
  else for (const item of itemsOf(value) ?? []) collectTensors(item, found);
}

export function reasonOf(value: Value | undefined): string {
  if (value instanceof Unknown) return value.reason;
  return value instanceof TorchTensor ? (value.reason ?? "its shape is not known") : "its input is no tensor";
}

export function listOf(values: readonly TorchTensor[], kind?: TupleKind): Tuple {
  return new Tuple(values, kind);
}

const VALUES_AND_INDICES = namedParts(["values", "indices"]);

/** What is found along an axis, and where it stood: `x.max(1).values`. */
export function withPlaces(values: TorchTensor): Tuple {
  return listOf(
    [values, new TorchTensor({ shape: values.shape, reason: values.reason, dtype: "int64" })],
    VALUES_AND_INDICES,
  );
}

/** A factor: `0.5`, `2`; `undefined`: not known. */
export function factorFrom(value: Value | undefined): number | undefined {
  if (value instanceof Float) return value.value;
  const dim = dimFrom(value);
  return typeof dim === "number" ? dim : undefined;
}

/** An attribute of the called module as it is now: the argument of its construction, unless code changed it since. */
export function attributeOf(call: Call, name: string): Value {
  return call.module?.attributes.get(name) ?? null;
}
