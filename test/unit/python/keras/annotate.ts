/**
 * What a run of a Keras source does, written into it: under each line the problems that are reported there, marked by
 * `^^^`, with their fixes; below the text a line for each operation, in order, and for each model its parameters. The
 * corpus is kept in this form.
 */
import type { Evaluation } from "../../../../src/python/evaluate/evaluate.ts";
import { keras } from "../../../../src/python/keras/framework.ts";
import type { Site } from "../../../../src/python/site.ts";
import type { Tensor } from "../../../../src/python/tensor.ts";
import type { Operation, Problem, Trace } from "../../../../src/python/trace.ts";
import { Instance, Module } from "../../../../src/python/value.ts";
import { openWorkspace } from "../../../support/python.ts";

const PATH = "model.py";

export interface KerasRun {
  readonly trace: Trace;
  readonly module: Module | undefined;
  readonly ended: string | undefined;
  readonly evaluation: Evaluation;
}

export async function runKeras(text: string): Promise<KerasRun> {
  const evaluation = (await openWorkspace({ [PATH]: text }, [keras])).evaluate();
  const { value, trace, ended } = evaluation.load({ path: PATH, text });
  return { trace, module: value instanceof Module ? value : undefined, ended, evaluation };
}

export async function annotate(source: string): Promise<string> {
  const { trace, module, ended } = await runKeras(source);
  const lines: string[] = [];
  let start = 0;
  for (const line of source.split("\n")) {
    lines.push(line);
    for (const problem of trace.problems) {
      const column = problem.site.range.start - start;
      if (column >= 0 && column <= line.length) lines.push(...describe(problem, column, line.length));
    }
    start += line.length + 1;
  }
  const end = ended === undefined ? [] : [`-> ended: ${ended}`];
  return [
    ...lines,
    ...trace.operations.filter(({ site }) => !site?.file.isDescribed).map(rowOf),
    ...modelsIn(module),
    ...end,
  ].join("\n");
}

/** The source within an annotated text. */
export function stripAnnotations(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*\^+ (error|warning|information) |^\s*fix: |^-> /.test(line))
    .join("\n");
}

function describe({ severity, code, message, site, fix }: Problem, column: number, width: number): string[] {
  const indent = " ".repeat(column);
  const length = Math.max(1, Math.min(site.range.end - site.range.start, width - column));
  const marked = `${indent}${"^".repeat(length)} ${severity} ${code}: ${message}`;
  return fix === undefined ? [marked] : [marked, `${indent}fix: ${fix.title}`];
}

/** 0 where nothing is written that a user could see. */
export function lineOf(site: Site | undefined): number {
  return site === undefined || site.file.isDescribed
    ? 0
    : site.file.text.slice(0, site.anchor.start).split("\n").length;
}

function rowOf({ site, type, module, outputs, certain }: Operation): string {
  const name = module === undefined ? "" : ` ${String(module.attributes.get("name"))}`;
  const doubt = certain ? "" : " (perhaps)";
  return `-> ${lineOf(site)}: ${type}${name} ${outputs.map(shapeOf).join(" ")}${doubt}`;
}

/** As Keras prints it; sizes that it does not know are `None`. */
function shapeOf({ shape, reason }: Tensor): string {
  if (shape === undefined) return `unknown: ${reason}`;
  const sizes = shape.map((size) => (typeof size === "number" ? String(size) : "None"));
  return sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(", ")})`;
}

function modelsIn(module: Module | undefined): string[] {
  if (module === undefined) return [];
  const models = [...module.names].filter(([, value]) => value instanceof Instance && keras.isModelClass(value.cls));
  return models.map(([name, model]) => `-> ${name} has ${countOf(model as Instance)} parameters`);
}

export function countOf(model: Instance): string {
  let total = 0;
  for (const { shape } of keras.parametersOf(model)) {
    total += shape.reduce<number>((product, size) => product * (typeof size === "number" ? size : Number.NaN), 1);
  }
  return Number.isNaN(total) ? "an unknown number of" : String(total);
}
