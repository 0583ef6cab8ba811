/**
 * Model classes of a file that nothing in it builds, because they need arguments: built with letters in place of sizes, which are
 * called as the parameters are. `Conv2d(3, out_ch, 3)` gives `[1, out_ch, H, W]`, whatever it will be. What is no size, or may be
 * none, is not known. What goes wrong with letters says nothing about the file.
 */
import { type Arguments, argumentsOf } from "../../python/arguments.ts";
import { PyFunction } from "../../python/callables.ts";
import { PyClass } from "../../python/py-class.ts";
import type { ParameterSyntax } from "../../python/syntax/tree.ts";
import { Unknown, type Value } from "../../python/value.ts";
import { letter } from "../../tensor/dim/sum.ts";
import type { Candidate } from "./candidates.ts";
import { type Definition, definitionsOf } from "./definitions.ts";
import { frameworkOf, isModel, type Program } from "./program.ts";

/** A file of hundreds of blocks must not take hundreds of runs. */
const MOST_SKETCHES = 6;

/** How people name sizes: `in_ch`, `planes`, `dim`, `hidden_size`; not `kernel_size`, whose number decides other sizes. */
const SIZE =
  /^(?:(?:n|num|in|out|mid|inner|hidden|input|output|d|base)_?)?(?:c|ch|chs|chans?|channels?|planes?|features?|feats?|filters?|nf|width|dims?|units|classes|embed|embed_dim|embedding|hidden|hidden_(?:size|dim|units)|size|inp|oup|inc|outc|d_model|growth_rate)\d?$/;

/** Letters that stand for the input's own axes. */
const TAKEN = /^[A-Z]$/;

/** The last one first. `others`: models that are followed with numbers, whose parts need no letters. */
export function sketchedModels(program: Program, others: readonly Candidate[]): Candidate[] {
  const known = new Set(others.flatMap(({ root }) => [...modulesIn(program, root)].map(({ cls }) => cls)));
  const candidates: Candidate[] = [];
  for (const definition of definitionsOf(program.syntax).reverse()) {
    const cls = sketchableClass(program, definition);
    if (cls === undefined || known.has(cls) || candidates.length >= MOST_SKETCHES) continue;
    const built = program.call(cls, lettersFor(program, cls, definition));
    if (!isModel(program, built.value)) continue;
    for (const part of modulesIn(program, built.value)) known.add(part.cls);
    candidates.push({ name: definition.name, definition, root: built.value, built });
  }
  return candidates;
}

function modulesIn(program: Program, root: Candidate["root"]): Iterable<Candidate["root"]> {
  return frameworkOf(program, root)?.modulesOf(root).values() ?? [];
}

/** Keras's sizes are `None` or numbers to the code that reads them, so that letters are PyTorch's alone. */
function sketchableClass(program: Program, { kind, name }: Definition): PyClass | undefined {
  const cls = kind === "class" ? program.module.names.get(name) : undefined;
  return cls instanceof PyClass && frameworkOf(program, cls)?.name === "torch" ? cls : undefined;
}

function lettersFor(program: Program, cls: PyClass, { whole }: Definition): Arguments {
  const init: Value | undefined = cls.find("__init__");
  if (!(init instanceof PyFunction)) return argumentsOf();
  const text = program.syntax.file.text.slice(whole.start, whole.end);
  const [, ...parameters] = init.syntax.parameters;
  const demanded = parameters.filter(({ default: given }) => given === undefined);
  const handed = demanded.filter(({ kind }) => kind === "either" || kind === "positional");
  const named = demanded.filter(({ kind }) => kind === "named");
  return {
    ...argumentsOf(...handed.map((parameter) => standIn(parameter, text))),
    named: new Map(named.map((parameter) => [parameter.name, { value: standIn(parameter, text), written: undefined }])),
  };
}

function standIn({ name }: ParameterSyntax, text: string): Value {
  const [, annotation] = new RegExp(`\\b${name}\\s*:\\s*([^,)=]+)`).exec(text) ?? [];
  const isSize = SIZE.test(name) && !TAKEN.test(name) && (annotation === undefined || annotation.trim() === "int");
  return isSize ? letter(name) : new Unknown(`\`${name}\` is handed over`);
}
