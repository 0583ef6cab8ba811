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
  /** Where each stands among them. */
  readonly places: ReadonlyMap<string, number>;
  /** How many take positional arguments; they are the first. */
  readonly plain: number;
  /** Where the one stands that takes all further ones; -1: there is none. */
  readonly rest: number;
  /** Whether it takes arguments of any name: `**kwargs`. */
  readonly others: boolean;
}

export class Bound {
  readonly #signature: Signature;
  /** What the call hands over for each parameter. */
  readonly #given: readonly (Argument | undefined)[];
  readonly #isOpen: boolean;
  /** Named arguments that the signature does not have. */
  readonly surplus: readonly string[];

  constructor(
    signature: Signature,
    given: readonly (Argument | undefined)[],
    open: boolean,
    surplus: readonly string[],
  ) {
    this.#signature = signature;
    this.#given = given;
    this.#isOpen = open;
    this.surplus = surplus;
  }

  /** Every parameter with its value, in the signature's order. */
  *values(): Generator<readonly [name: string, value: Value]> {
    for (const [place, parameter] of this.#signature.parameters.entries()) {
      yield [parameter.name, this.#valueOf(parameter, place)];
    }
  }

  /** The value, or the default; for a parameter that the signature does not have `None`. */
  get(name: string): Value {
    const place = this.#signature.places.get(name);
    return place === undefined ? null : this.#valueOf(this.#signature.parameters[place] as Parameter, place);
  }

  /** Whether the signature has a parameter of that name. */
  takes(name: string): boolean {
    return this.#signature.places.has(name);
  }

  #valueOf(parameter: Parameter, place: number): Value {
    const given = this.#given[place];
    if (given !== undefined) return given.value;
    if (this.#isOpen) return new Unknown(`${parameter.name} may come from * or **`);
    return parameter.default === undefined ? new Unknown(`${parameter.name} is not given`) : parameter.default;
  }

  /** What the call itself hands over. */
  argument(name: string): Argument | undefined {
    const place = this.#signature.places.get(name);
    return place === undefined ? undefined : this.#given[place];
  }

  has(name: string): boolean {
    return this.argument(name) !== undefined;
  }

  /** The first parameter without a default that got nothing, not even perhaps from `*` or `**`. */
  get missing(): string | undefined {
    if (this.#isOpen) return undefined;
    const isMissing = (parameter: Parameter, place: number): boolean =>
      parameter.default === undefined && this.#given[place] === undefined;
    return this.#signature.parameters.find(isMissing)?.name;
  }
}

/** What a `*x` of which nothing is known hands over: any number of arguments. */
const NOT_KNOWN: Argument = { value: new Unknown("what `*` hands over is not known"), written: undefined };

const signatures = new Map<string, Signature>();

export function bind(text: string, args: Arguments): Bound {
  const signature = signatureOf(text);
  const { plain, rest, places } = signature;
  const given: (Argument | undefined)[] = args.positional.slice(0, plain);
  if (rest >= 0) given[rest] = packed(args.open ? [NOT_KNOWN] : args.positional.slice(plain));
  const surplus: string[] = [];
  for (const [name, argument] of args.named) {
    const place = places.get(name);
    if (place !== undefined) given[place] = argument;
    else if (!signature.others) surplus.push(name);
  }
  return new Bound(signature, given, args.open, surplus);
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
    signature = { ...sorted(parseSignature(text)), others: text.includes("**") };
    signatures.set(text, signature);
  }
  return signature;
}

function sorted(parameters: readonly Parameter[]): Omit<Signature, "others"> {
  return {
    parameters,
    places: new Map(parameters.map(({ name }, place) => [name, place])),
    plain: parameters.filter(({ kind }) => kind === "plain").length,
    rest: parameters.findIndex(({ kind }) => kind === "rest"),
  };
}

function parseSignature(text: string): Parameter[] {
  const parameters: Parameter[] = [];
  let kind: Parameter["kind"] = "plain";
  for (const piece of text.split(",").map((part) => part.trim())) {
    if (piece === "" || piece.startsWith("**")) continue;
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
