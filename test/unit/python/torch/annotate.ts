/**
 * What a run of a PyTorch source does, written into it: under each line the problems that are reported there, marked by
 * `^^^`, with what their fixes change; below the text a line for each operation, in order, and for each module at the top
 * level its parameters. The corpus is kept in this form.
 */
import type { Evaluation } from "../../../../src/python/evaluate/evaluate.ts";
import type { Tensor } from "../../../../src/python/tensor.ts";
import { createTorch } from "../../../../src/python/torch/framework.ts";
import type { Operation, Problem, SourceFix, Trace } from "../../../../src/python/trace.ts";
import { Instance, Module } from "../../../../src/python/value.ts";
import { productOfDims, sumOfDims } from "../../../../src/tensor/dim/sum.ts";
import { formatDim } from "../../../../src/tensor/dim/text.ts";
import { openWorkspace } from "../../../support/python.ts";
import { lineOf } from "../keras/annotate.ts";

const PATH = "model.py";

export const torch = createTorch();

export interface TorchRun {
  readonly trace: Trace;
  readonly module: Module | undefined;
  readonly ended: string | undefined;
  readonly evaluation: Evaluation;
}

export async function runTorch(text: string): Promise<TorchRun> {
  const evaluation = (await openWorkspace({ [PATH]: text }, [torch])).evaluate();
  const { value, trace, ended } = evaluation.load({ path: PATH, text });
  return { trace, module: value instanceof Module ? value : undefined, ended, evaluation };
}

export async function annotate(source: string): Promise<string> {
  const { trace, module, ended } = await runTorch(source);
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
  return [...lines, ...trace.operations.map(rowOf), ...modelsIn(module), ...end].join("\n");
}

function describe({ severity, code, message, site, fix }: Problem, column: number, width: number): string[] {
  const indent = " ".repeat(column);
  const length = Math.max(1, Math.min(site.range.end - site.range.start, width - column));
  const marked = `${indent}${"^".repeat(length)} ${severity} ${code}: ${message}`;
  return fix === undefined ? [marked] : [marked, `${indent}fix: ${fix.title}: ${changesOf(fix)}`];
}

function changesOf({ edits }: SourceFix): string {
  return edits
    .map(({ file, range, text }) => `${file.text.slice(range.start, range.end)} -> ${text}`.replaceAll("\n", "\\n"))
    .join(", ");
}

function rowOf({ site, type, outputs, certain }: Operation): string {
  return `-> ${lineOf(site)}: ${type} ${outputs.map(shapeOf).join(" ")}${certain ? "" : " (perhaps)"}`;
}

function shapeOf({ shape, reason }: Tensor): string {
  if (shape === undefined) return `unknown: ${reason}`;
  return `[${shape.map((size) => formatDim(size).replace(/^\?\d+$/, "?")).join(", ")}]`;
}

function modelsIn(module: Module | undefined): string[] {
  if (module === undefined) return [];
  const models = [...module.names].filter(([, value]) => value instanceof Instance && torch.isModelClass(value.cls));
  return models.map(([name, model]) => `-> ${name} has ${countOf(model as Instance)} parameters`);
}

function countOf(model: Instance): string {
  const trained = torch.parametersOf(model).filter(({ trainable }) => trainable);
  return formatDim(sumOfDims(trained.map(({ shape }) => productOfDims(shape))));
}
