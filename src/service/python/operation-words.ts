/** What is known about an executed operation, as Markdown: shapes, how they come about, padding, parameters, costs. */

import { isAxisName } from "../../formats/python/first-layer.ts";
import { siteIn } from "../../formats/python/place-problems.ts";
import type { PythonDocument, PythonModel } from "../../formats/python/python-document.ts";
import type { Tensor } from "../../python/tensor.ts";
import { sizeText } from "../../python/tensors/unknown-size.ts";
import type { Operation, OperationDetail } from "../../python/trace.ts";
import { reasonsIn } from "../../tensor/dim/evaluate.ts";
import { productOfDims, sameDim } from "../../tensor/dim/sum.ts";
import { stepsText } from "../calculation.ts";
import { countOf, escapeMarkdown } from "../words.ts";
import { lineOf } from "./lines.ts";
import { factsOf, formatSize } from "./operation-facts.ts";
import type { Executed } from "./operations-at.ts";
import { tensorInWords, tensorsInWords } from "./shape-words.ts";
import { originsOfSizes } from "./size-story.ts";

/** `**conv1** · Conv2d`, or only the function's name. */
export function titleOf({ model, operation }: Executed): string {
  const name = operation.module && model.names.get(operation.module);
  const type = escapeMarkdown(operation.type);
  return name ? `**${escapeMarkdown(name)}** · ${type}` : `**${type}**`;
}

/** In and out: `[1, 3, 32, 32] → [1, 6, 28, 28]`. */
export function shapesOf({ model: { framework }, operation: { inputs, outputs } }: Executed): string {
  const from = inputs.map((tensor) => tensorInWords(tensor, framework)).join(", ");
  const to = outputs.length > 0 ? tensorsInWords(outputs, framework) : "unknown";
  return from === "" ? to : `${from} → ${to}`;
}

/** Everything about one execution, in paragraphs. */
export function operationMarkdown(document: PythonDocument, executed: Executed): string[] {
  const story = whySize(document, executed);
  // A flattening's story says its product in the framework's order.
  const calculation = story.length > 0 ? story : stepTexts(executed.operation.detail.value.steps);
  const facts = factsOf(executed);
  return [
    titleOf(executed),
    `**${escapeMarkdown(shapesOf(executed))}**`,
    ...(calculation.length > 0 ? [`\`\`\`text\n${calculation.join("\n")}\n\`\`\``] : []),
    ...(facts.length > 0 ? [facts.join("  \n")] : []),
    ...whyUnknown(executed).map(escapeMarkdown),
    ...whyOpen(executed).map(escapeMarkdown),
  ];
}

function stepTexts(steps: OperationDetail["steps"]): string[] {
  return steps.length > 0 ? [stepsText(steps)] : [];
}

/** A flattening's own story: `9,216 = 64 × 12 × 12`, and which line gave each factor. */
function whySize(document: PythonDocument, { model, operation }: Executed): string[] {
  const [input] = operation.inputs;
  const [output] = operation.outputs;
  if (input?.shape === undefined || output?.shape === undefined) return [];
  if (input.shape.length < 3 || output.shape.length !== 2) return [];
  const product = productOfDims(input.shape.slice(1));
  // A pool over all places or a whole model ends in two axes, too.
  if (!sameDim(output.shape[1] ?? 1, product)) return [];
  const origins = originsOfSizes(model, input);
  return [
    `${formatSize(sizeText(product))} = ${origins.map(({ size }) => size).join(" × ")}`,
    ...origins.map(
      ({ axis, size, operation: by }) =>
        `  ${axisName(model, input, axis)} ${size} from ${makerOf(document, model, by)}`,
    ),
  ];
}

function axisName({ framework }: PythonModel, { shape = [] }: Tensor, axis: number): string {
  const places = shape.length === 4 ? ["height", "width"] : ["length"];
  const names = framework === "torch" ? ["channels", ...places] : [...places, "channels"];
  return (names[axis - 1] ?? `axis ${axis}`).padEnd(8);
}

function makerOf(document: PythonDocument, model: PythonModel, operation: Operation | undefined): string {
  if (operation === undefined) return "the input";
  const name = (operation.module && model.names.get(operation.module)) || operation.type;
  const here = siteIn(operation.site, document.path);
  return here ? `${name}, line ${lineOf(document.text, here.anchor.start)}` : name;
}

function whyUnknown({ operation: { outputs } }: Executed): string[] {
  const reasons = outputs.flatMap(({ shape, reason }) => (shape === undefined && reason ? [reason] : []));
  return [...new Set(reasons)].map((reason) => `Unknown, because ${reason}.`);
}

/** What the letters in the output's shape stand for, and how to give them numbers. */
function whyOpen({ model, operation: { outputs } }: Executed): string[] {
  const letters = new Map(outputs.flatMap(({ shape = [] }) => shape.flatMap((size) => [...reasonsIn(size)])));
  const unknown = [...letters].filter(([name]) => name.startsWith("?"));
  const handed = [...letters.keys()].filter((name) => /^\w{2,}$/.test(name) && !isAxisName(name));
  const isOpen = model.input.shapes.some((shape) => shape?.some((size, axis) => axis > 0 && typeof size !== "number"));
  return [
    ...(handed.length > 0 ? [argumentsInWords(handed)] : []),
    ...[...new Set(unknown.map(([, reason]) => whyNotKnown(reason)))].slice(0, 3),
    ...(isOpen && letters.size > unknown.length + handed.length ? [howToSet(model)] : []),
  ];
}

function whyNotKnown(reason = "what decides it is not followed, or only known when the code runs"): string {
  return `? is a size that is not known: ${reason}.`;
}

function argumentsInWords(names: readonly string[]): string {
  if (names.length === 1) return `${names[0]} is an argument: nothing in the file gives it a number.`;
  return `${names.join(", ")} are arguments: nothing in the file gives them numbers.`;
}

function howToSet({ framework }: PythonModel): string {
  const example = framework === "torch" ? "3x224x224" : "224x224x3";
  return (
    "Capital letters are sizes of the input. “ConvLens: Set Input Shape” gives them numbers, as does a comment above the " +
    `class: # convlens: input=${example}`
  );
}

/** `3 more times: [1, 64, 56, 56], ...` of a place that is executed several times. */
export function othersInWords(others: readonly Executed[]): string {
  const shapes = others.map(({ model, operation }) => tensorsInWords(operation.outputs, model.framework));
  const distinct = [...new Set(shapes)];
  const list = distinct.slice(0, 4).join(", ");
  return `Executed ${countOf(others.length, "more time")}: ${escapeMarkdown(list)}${distinct.length > 4 ? ", …" : ""}.`;
}
