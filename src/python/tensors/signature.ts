/**
 * A function's parameters, written as Python writes them (`input, kernel_size, stride=None, *, bias=True`), and a call's
 * arguments bound to them. Names alone are checked; what a call leaves out has the default.
 */
import type { Argument, Arguments } from "../arguments.ts";
import { Float, Tuple, Unknown, type Value } from "../value.ts";

interface Parameter {
  readonly name: string;
  readonly default: Value | undefined;
  readonly kind: "plain" | "named" | "rest";
}

export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly byName: ReadonlyMap<string, Parameter>;
  /** Those that take positional arguments, in order. */
  readonly plain: readonly Parameter[];
  readonly rest: Parameter | undefined;
}

export class Bound {
  readonly #signature: Signature;
  readonly #written: ReadonlyMap<string, Argument>;
  readonly #isOpen: boolean;
  /** Named arguments that the signature does not have. */
  readonly surplus: readonly string[];

  constructor(signature: Signature, written: ReadonlyMap<string, Argument>, open: boolean, surplus: readonly string[]) {
    this.#signature = signature;
    this.#written = written;
    this.#isOpen = open;
    this.surplus = surplus;
  }

  /** Every parameter with its value, in the signature's order. */
  *values(): Generator<readonly [name: string, value: Value]> {
    for (const parameter of this.#signature.parameters) yield [parameter.name, this.#valueOf(parameter)];
  }

  /** The value, or the default; for a parameter that the signature does not have `None`. */
  get(name: string): Value {
    const parameter = this.#signature.byName.get(name);
    return parameter === undefined ? null : this.#valueOf(parameter);
  }

  /** Whether the signature has a parameter of that name. */
  takes(name: string): boolean {
    return this.#signature.byName.has(name);
  }

  #valueOf(parameter: Parameter): Value {
    const given = this.#written.get(parameter.name);
    if (given !== undefined) return given.value;
    if (this.#isOpen) return new Unknown(`${parameter.name} may come from * or **`);
    return parameter.default === undefined ? new Unknown(`${parameter.name} is not given`) : parameter.default;
  }

  /** What the call itself hands over. */
  argument(name: string): Argument | undefined {
    return this.#written.get(name);
  }

  has(name: string): boolean {
    return this.#written.has(name);
  }

  /** The first parameter without a default that got nothing. */
  get missing(): string | undefined {
    const needed = this.#signature.parameters.filter((parameter) => parameter.default === undefined);
    return needed.find(({ name }) => !this.#written.has(name))?.name;
  }
}

/** What a `*x` of which nothing is known hands over: any number of arguments. */
const NOT_KNOWN: Argument = { value: new Unknown("what `*` hands over is not known"), written: undefined };

const signatures = new Map<string, Signature>();

export function bind(text: string, args: Arguments): Bound {
  const signature = signatureOf(text);
  const written = new Map<string, Argument>();
  const { plain, rest, byName } = signature;
  for (const [index, { name }] of plain.entries()) {
    const argument = args.positional[index];
    if (argument) written.set(name, argument);
  }
  if (rest) written.set(rest.name, packed(args.open ? [NOT_KNOWN] : args.positional.slice(plain.length)));
  const surplus: string[] = [];
  for (const [name, argument] of args.named) {
    if (byName.has(name)) written.set(name, argument);
    else surplus.push(name);
  }
  return new Bound(signature, written, args.open, surplus);
}

function packed(rest: readonly Argument[]): Argument {
  return {
    value: new Tuple(rest.map(({ value }) => value)),
    written: rest.length === 1 ? rest[0]?.written : undefined,
  };
}

export function signatureOf(text: string): Signature {
  let signature = signatures.get(text);
  if (signature === undefined) {
    signature = sorted(parseSignature(text));
    signatures.set(text, signature);
  }
  return signature;
}

function sorted(parameters: readonly Parameter[]): Signature {
  return {
    parameters,
    byName: new Map(parameters.map((parameter) => [parameter.name, parameter])),
    plain: parameters.filter(({ kind }) => kind === "plain"),
    rest: parameters.find(({ kind }) => kind === "rest"),
  };
}

function parseSignature(text: string): Parameter[] {
  const parameters: Parameter[] = [];
  let kind: Parameter["kind"] = "plain";
  for (const piece of text.split(",").map((part) => part.trim())) {
    if (piece === "") continue;
    if (piece === "*") kind = "named";
    else if (piece.startsWith("*")) {
      parameters.push({ name: piece.slice(1), default: new Tuple([]), kind: "rest" });
      kind = "named";
    } else parameters.push(parseParameter(piece, kind));
  }
  return parameters;
}

function parseParameter(piece: string, kind: Parameter["kind"]): Parameter {
  const equals = piece.indexOf("=");
  if (equals < 0) return { name: piece, default: undefined, kind };
  return { name: piece.slice(0, equals), default: parseDefault(piece.slice(equals + 1)), kind };
}

function parseDefault(text: string): Value {
  if (text === "None") return null;
  if (text === "True" || text === "False") return text === "True";
  if (text.startsWith("'")) return text.slice(1, -1);
  return /^-?\d+$/.test(text) ? Number(text) : new Float(Number(text));
}
