/** `merge` of Keras 1: the layer that joins its inputs by a word, or by a function. */
import type { Argument, Arguments } from "../../arguments.ts";
import type { Run } from "../../run.ts";
import { Options } from "../options.ts";

/** A layer's class and the arguments to build it with. */
interface Joined {
  readonly name: string;
  readonly args: Arguments;
}

const classes: Readonly<Record<string, string>> = {
  sum: "Add",
  mul: "Multiply",
  ave: "Average",
  max: "Maximum",
  concat: "Concatenate",
  dot: "Dot",
};

const parameters = ["inputs", "mode", "concat_axis", "dot_axes", "output_shape", "output_mask", "arguments", "name"];

/** What its arguments mean today; `undefined`: how it joins is not known. */
export function joinedBy(run: Run, args: Arguments): Joined | undefined {
  const options = new Options(run, parameters, args);
  const mode = options.argument("mode") ?? { value: "sum", written: undefined };
  const named = (...pairs: readonly (readonly [string, Argument | undefined])[]): Arguments => ({
    positional: [],
    named: new Map(pairs.flatMap(([name, argument]) => (argument === undefined ? [] : [[name, argument] as const]))),
    open: args.open,
  });
  const name = ["name", options.argument("name")] as const;
  if (typeof mode.value !== "string") {
    return { name: "Lambda", args: named(["function", mode], ["arguments", options.argument("arguments")], name) };
  }
  const found = classes[mode.value];
  const axis = {
    concat: ["axis", options.argument("concat_axis")],
    dot: ["axes", options.argument("dot_axes")],
  } as const;
  const more = mode.value === "concat" || mode.value === "dot" ? [axis[mode.value]] : [];
  return found === undefined ? undefined : { name: found, args: named(...more, name) };
}
