/**
 * Arguments of a layer or a function under the names of its parameters, read as sizes, words and flags. What was handed
 * over as `*args` or `**kwargs` of unknown content makes every argument that is not seen unknown.
 */
import type { Dim } from "../../tensor/dim.ts";
import type { Argument, Arguments } from "../arguments.ts";
import type { Run } from "../run.ts";
import { List, Unknown, type Value } from "../value.ts";
import { unknownSize } from "./session.ts";
import { sequenceOf, sizeFrom } from "./sizes.ts";

/** What cannot be a value of that kind in Keras. */
export type Refused = "refused";

export class Options {
  private readonly run: Run;
  private readonly given: ReadonlyMap<string, Argument>;
  private readonly open: boolean;

  constructor(run: Run, parameters: readonly string[], args: Arguments) {
    const given = new Map(args.named);
    args.positional.forEach((argument, index) => {
      const name = parameters[index];
      if (name !== undefined && !given.has(name)) given.set(name, argument);
    });
    this.run = run;
    this.given = given;
    this.open = args.open;
  }

  argument(name: string): Argument | undefined {
    return this.given.get(name);
  }

  /** `undefined`: not given. The first of the names that is given counts: present ones before old ones. */
  value(...names: readonly string[]): Value | undefined {
    const name = names.find((each) => this.given.has(each));
    if (name !== undefined) return closed(this.given.get(name)?.value);
    return this.open ? new Unknown("its arguments are handed over as a whole") : undefined;
  }

  /** As `value`, with `None` as if nothing were given. */
  present(...names: readonly string[]): Value | undefined {
    return this.value(...names) ?? undefined;
  }

  size(name: string, usual: Dim): Dim | Refused {
    const value = this.present(name);
    return value === undefined ? usual : (sizeFrom(this.run, value) ?? "refused");
  }

  /** A number that is known; `undefined`: it is not. */
  number(name: string, usual: number): number | undefined {
    const size = this.size(name, usual);
    return typeof size === "number" ? size : undefined;
  }

  /** One size for each axis: a number for all of them, or a sequence of as many. */
  sizes(name: string, rank: number, usual?: readonly Dim[]): readonly Dim[] | Refused {
    const value = this.present(name);
    if (value === undefined) return usual ?? "refused";
    if (value instanceof Unknown) return Array.from({ length: rank }, () => unknownSize(this.run, value.reason));
    const items = sequenceOf(value);
    const sizes = (items ?? Array<Value>(rank).fill(value)).map((item) => sizeFrom(this.run, item));
    if (sizes.length !== rank || sizes.some((size) => size === undefined)) return "refused";
    return sizes as Dim[];
  }

  /** A word in lower case; `undefined`: it is not known. */
  word(name: string, usual: string): string | undefined | Refused {
    const value = this.present(name);
    if (value === undefined) return usual;
    if (typeof value === "string") return value.toLowerCase();
    return value instanceof Unknown ? undefined : "refused";
  }

  /** `undefined`: it is not known. */
  flag(name: string, usual: boolean): boolean | undefined {
    const value = this.present(name);
    return value === undefined ? usual : this.run.truth(value);
  }
}

/** A list of which not all is known is a value that is not known. */
function closed(value: Value | undefined): Value | undefined {
  return value instanceof List && value.unknown !== undefined ? new Unknown(value.unknown) : value;
}
