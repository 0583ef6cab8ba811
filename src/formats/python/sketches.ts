/**
 * Classes of a file that no model of it uses, because they need arguments, and functions that return a model and are not called.
 * A class that another model is made of, as ResNet-50 is of bottlenecks, is looked at in that; others are handed letters for sizes,
 * which are called as the parameters are. `Conv2d(3, out_ch, 3)` gives `[1, out_ch, H, W]`, whatever it will be. What is no size, or
 * may be none, is not known. Of what goes wrong with letters only that is a mistake which is one with any sizes.
 */
import { type Arguments, argumentsOf } from "../../python/arguments.ts";
import { PyFunction } from "../../python/callables.ts";
import { PyClass } from "../../python/py-class.ts";
import type { ParameterSyntax } from "../../python/syntax/tree.ts";
import { type Instance, Unknown, type Value } from "../../python/value.ts";
import { letter } from "../../tensor/dim/sum.ts";
import type { Candidate } from "./candidate.ts";
import { isModelClass } from "./class-models.ts";
import { type Definition, definitionsOf } from "./definitions.ts";
import { mayMakeModel } from "./factory-models.ts";
import { isAxisName } from "./first-layer.ts";
import { modulesIn } from "./model-parts.ts";
import { frameworkOf, isModel, type Program } from "./program.ts";

/** A file of hundreds of blocks must not take hundreds of runs. */
const MOST_SKETCHES = 6;

/** How people name sizes: `in_ch`, `planes`, `dim`, `hidden_size`; not `kernel_size`, whose number decides other sizes. */
const SIZE =
  /^(?:(?:n|num|in|out|mid|inner|hidden|input|output|d|base)_?)?(?:c|ch|chs|chans?|channels?|planes?|features?|feats?|filters?|nf|width|dims?|units|classes|embed|embed_dim|embedding|hidden|hidden_(?:size|dim|units)|size|inp|oup|inc|outc|d_model|growth_rate)\d?$/;

/** More are not called to see whether they make a model, nor any when that took so many steps, or the file itself did. */
const MOST_CALLS = 12;
const MOST_STEPS = 20_000;
const MOST_STEPS_BEFORE = 200_000;

/** In a file that takes more, other models than its own are too much for the sake of their parts. */
const MOST_STEPS_WITH_FACTORIES = 30_000;

/** The last one first. `others`: models that are followed with numbers, whose parts need no letters. */
export function sketchedModels(program: Program, others: readonly Candidate[]): Candidate[] {
  const known = new Set<Value>(others.flatMap(({ root }) => modulesIn(program, root).map(({ cls }) => cls)));
  const candidates: Candidate[] = [];
  const start = program.work();
  if (start > MOST_STEPS_BEFORE) return [];
  let calls = 0;
  const definitions = definitionsOf(program.syntax).reverse();
  for (const definition of definitions) {
    // A file that has models has functions that make the same ones in many ways.
    const maker = others.length > 0 && definition.kind === "function" ? undefined : makerOf(program, definition);
    if (maker === undefined || known.has(maker.value)) continue;
    if (++calls > MOST_CALLS || candidates.length >= MOST_SKETCHES || program.work() - start > MOST_STEPS) break;
    const isSmall = program.work() < MOST_STEPS_WITH_FACTORIES;
    const factory = others.length > 0 && isSmall ? factoryWith(program, definitions, definition) : undefined;
    const built = factory
      ? program.make(factory.value)
      : program.call(maker.value, lettersFor(maker.parameters, textOf(program, definition)));
    if (!isTorchModel(program, built.value) || (factory === undefined && known.has(built.value.cls))) continue;
    for (const part of modulesIn(program, built.value)) known.add(part.cls);
    candidates.push({ name: (factory ?? definition).name, definition, root: built.value, built });
  }
  return candidates;
}

/** Whether all that a class's forward pass takes is one tensor: what else it may be given, or not, decides what it does. */
export function isFedWithOne({ cls }: Instance): boolean {
  const forward = cls.find("forward");
  return !(forward instanceof PyFunction) || forward.syntax.parameters.length === 2;
}

/** The first function that needs nothing and names the class: `def ResNet50(): return ResNet(Bottleneck, [3, 4, 6, 3])`. */
function factoryWith(
  program: Program,
  definitions: readonly Definition[],
  made: Definition,
): { readonly name: string; readonly value: PyFunction } | undefined {
  if (!isModelClass(program, made)) return undefined;
  const word = new RegExp(`\\b${made.name}\\b`);
  const factory = definitions.findLast((each) => mayMakeModel(program, each) && word.test(textOf(program, each)));
  const value = factory && program.module.names.get(factory.name);
  return factory && value instanceof PyFunction ? { name: factory.name, value } : undefined;
}

/** Keras's sizes are `None` or numbers to the code that reads them, so that letters are PyTorch's alone. */
function isTorchModel(program: Program, value: Value): value is Instance {
  return isModel(program, value) && frameworkOf(program, value)?.name === "torch";
}

function textOf({ syntax }: Program, { whole }: Definition): string {
  return syntax.file.text.slice(whole.start, whole.end);
}

/** What may make a model when it is called, and what it wants to be handed. */
interface Maker {
  readonly value: Value;
  readonly parameters: readonly ParameterSyntax[];
}

/** `undefined`: it makes no model, or one of Keras. */
function makerOf(program: Program, definition: Definition): Maker | undefined {
  const value = program.module.names.get(definition.name);
  if (definition.kind === "class" && value instanceof PyClass && frameworkOf(program, value)?.name === "torch") {
    const init: Value | undefined = value.find("__init__");
    return { value, parameters: init instanceof PyFunction ? init.syntax.parameters.slice(1) : [] };
  }
  if (definition.kind !== "function" || !(value instanceof PyFunction)) return undefined;
  const { parameters } = value.syntax;
  const isMaker = parameters.length > 0 && /\breturn\s+\w*(?:model|net)\b/i.test(textOf(program, definition));
  return isMaker ? { value, parameters } : undefined;
}

function lettersFor(parameters: readonly ParameterSyntax[], text: string): Arguments {
  const demanded = parameters.filter(
    ({ default: given, kind }) => given === undefined && kind !== "rest" && kind !== "namedRest",
  );
  const handed = demanded.filter(({ kind }) => kind !== "named");
  const named = demanded.filter(({ kind }) => kind === "named");
  return {
    ...argumentsOf(...handed.map((parameter) => standIn(parameter, text))),
    named: new Map(named.map((parameter) => [parameter.name, { value: standIn(parameter, text), written: undefined }])),
  };
}

function standIn({ name }: ParameterSyntax, text: string): Value {
  const [, annotation] = new RegExp(`\\b${name}\\s*:\\s*([^,)=]+)`).exec(text) ?? [];
  const isSize = SIZE.test(name) && !isAxisName(name) && (annotation === undefined || annotation.trim() === "int");
  return isSize ? letter(name) : new Unknown(`\`${name}\` is handed over`);
}
