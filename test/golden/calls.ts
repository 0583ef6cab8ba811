/** Calls of a framework's functions over tensors of given shapes, run as Python functions, beside what the framework answered. */
import { readFile } from "node:fs/promises";
import { argumentsOf } from "../../src/python/arguments.ts";
import type { Framework } from "../../src/python/framework.ts";
import type { Value } from "../../src/python/value.ts";
import { runSource } from "../support/python.ts";

type Shapes = readonly (number | Shapes)[];

export interface Case {
  readonly code: string;
  readonly x: readonly number[];
  readonly y?: readonly number[];
  readonly k?: readonly number[];
  /** `null`: the framework raises. */
  readonly shape: Shapes | null;
}

export interface Answer {
  readonly one: Case;
  readonly shapes: unknown;
  readonly problems: readonly string[];
}

export interface Asked {
  readonly framework: Framework;
  /** Files beside this one. */
  readonly files: readonly string[];
  /** What the sources import. */
  readonly head: string;
  /** The tensors x, y and k of these shapes. */
  readonly tensors: (x: Case["x"], y: Case["x"], k: Case["x"]) => readonly Value[];
  /** What is compared of a value. */
  readonly shapesOf: (value: Value) => unknown;
}

export async function answersTo({ framework, files, head, tensors, shapesOf }: Asked): Promise<Answer[]> {
  const cases = (await Promise.all(files.map(casesIn))).flat();
  const functions = cases.map(({ code }, index) => `def f${index}(x, y, k): return ${code}\n`);
  const { module, evaluation } = await runSource(head + functions.join(""), [framework]);
  return cases.map((one, index) => {
    const f = module.names.get(`f${index}`) as Value;
    const { value, trace } = evaluation.call(f, argumentsOf(...tensors(one.x, one.y ?? [], one.k ?? [])));
    return { one, shapes: shapesOf(value), problems: trace.problems.map(({ code }) => code) };
  });
}

async function casesIn(name: string): Promise<readonly Case[]> {
  const text = await readFile(new URL(name, import.meta.url), "utf8");
  return (JSON.parse(text) as { cases: readonly Case[] }).cases;
}

/** Those that the framework takes and that have another shape here, or a mistake. */
export function wrongAnswers(answers: readonly Answer[]): string[] {
  return answers.flatMap(({ one, shapes, problems }) => {
    if (one.shape === null) return [];
    const [expected, found] = [one.shape, shapes].map((shape) => JSON.stringify(shape));
    return problems.length === 0 && found === expected
      ? []
      : [`${one.code} of [${one.x}]: ${expected}, not ${found} ${problems}`];
  });
}
