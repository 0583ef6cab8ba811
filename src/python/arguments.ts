/** What a call hands over: values, and where each of them is written, so that a fix can rewrite it. */
import type { Range } from "../graph/graph.ts";
import type { SourceFile } from "./site.ts";
import type { Value } from "./value.ts";

export interface Argument {
  readonly value: Value;
  /** The argument's expression and its file; `undefined` where no single expression is to blame (`*args`, our own calls). */
  readonly written: { readonly file: SourceFile; readonly range: Range } | undefined;
}

export interface Arguments {
  readonly positional: readonly Argument[];
  readonly named: ReadonlyMap<string, Argument>;
  /** A `*x` or `**x` whose content is not known was among them: what is not here may have been given all the same. */
  readonly open: boolean;
}

export const nothingNamed: ReadonlyMap<string, Argument> = new Map();

export const noArguments: Arguments = { positional: [], named: nothingNamed, open: false };

/** Arguments that no text hands over. */
export function argumentsOf(...values: readonly Value[]): Arguments {
  return { positional: values.map((value) => ({ value, written: undefined })), named: nothingNamed, open: false };
}

/** The arguments with the instance of a method in front. */
export function withFirst(value: Value, { positional, named, open }: Arguments): Arguments {
  return { positional: [{ value, written: undefined }, ...positional], named, open };
}

/** The arguments behind the first one, which is the instance of a method. */
export function withoutFirst({ positional, named, open }: Arguments): Arguments {
  return { positional: positional.slice(1), named, open };
}
