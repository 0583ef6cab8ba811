/**
 * Shapes of all values, node by node in the file's order, which ONNX demands to be an order of execution. Small whole numbers
 * are followed too, since exporters write a reshape's target as Shape, Gather and Concat.
 */
import type { Shape } from "../../../python/tensors/answer.ts";
import { formatShape } from "../../../python/tensors/answer.ts";
import { unknownSize } from "../../../python/tensors/unknown-size.ts";
import { lettersIn } from "../../../tensor/dim/evaluate.ts";
import type { OnnxModel, OnnxNode, ValueInfo } from "../model.ts";
import { readSubgraph } from "../read-model.ts";
import { quote } from "../refusal.ts";
import { type OnnxTensor, troubleOf } from "../tensor.ts";
import { bounded, MOST_AXES } from "./bounds.ts";
import { Call } from "./call.ts";
import { outputOf } from "./rules/creations.ts";
import { ruleFor } from "./rules.ts";
import { completed, contradicts, formatSaid, type SaidShape, withNumbers } from "./said.ts";
import { NotKnown, type Output, type Value, Wrong } from "./value.ts";

export interface OnnxIssue {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** The node's number; `undefined`: the model as a whole. */
  readonly number: number | undefined;
}

/** A node with what goes in and what comes out. */
export interface Step {
  readonly node: OnnxNode;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
}

export interface Inference {
  readonly steps: readonly Step[];
  readonly inputs: readonly { readonly name: string; readonly value: Value }[];
  readonly values: ReadonlyMap<string, Value>;
  readonly issues: readonly OnnxIssue[];
}

/** Why a shape is taken as the file says it. */
const SAID = "the file says so";

/** A chain of branches in branches ends somewhere. */
const DEEPEST_BRANCH = 20;

/** Graphs within a node run as often as numbers say, or not at all. */
const WITH_GRAPHS = new Set(["If", "Loop", "Scan", "SequenceMap"]);

function whyUnknown({ name, type, domain }: OnnxNode): string {
  if (domain === "" && WITH_GRAPHS.has(type)) return `${name} (${type}) decides when the model runs what it gives`;
  return `${name} is a ${domain ? `${domain}.` : ""}${type}, an operator that is not known`;
}

function unknownOf(reason: string): Value {
  return { shape: undefined, type: undefined, reason };
}

function missing({ name, type }: OnnxNode, index: number): Value {
  return unknownOf(`the output ${index + 1} of ${name} (${type}) is not followed`);
}

/** `given` are the inputs' shapes, where somebody chose them, in the file's order. */
export function inferShapes(model: OnnxModel, given: readonly (readonly number[])[] = []): Inference {
  const run = new InferenceRun(model, given);
  const steps = model.nodes.map((node) => run.step(node));
  const inputs = model.inputs.map(({ name }) => ({ name, value: run.values.get(name) as Value }));
  return { steps, inputs, values: run.values, issues: run.issues };
}

class InferenceRun {
  readonly values = new Map<string, Value>();
  readonly issues: OnnxIssue[] = [];
  readonly #said = new Map<string, ValueInfo>();
  /** What the chosen inputs say that the file's letters are. */
  readonly #letters = new Map<string, number>();
  /** Whether the chosen inputs differ from the file's own, so that its other shapes do not hold. */
  #isOther = false;
  readonly #owner = {};
  readonly #model: OnnxModel;
  /** How many branches within each other are being followed. */
  #depth = 0;

  constructor(model: OnnxModel, given: readonly (readonly number[])[]) {
    this.#model = model;
    for (const [name, value] of model.values) this.#said.set(name, value);
    for (const value of model.outputs) this.#said.set(value.name, value);
    for (const [index, input] of model.inputs.entries()) this.#bindLetters(input, given[index]);
    for (const [index, input] of model.inputs.entries()) this.#addInput(input, given[index]);
    for (const tensor of model.initializers.values()) this.#addInitializer(tensor);
  }

  step(node: OnnxNode): Step {
    const inputs = node.inputs.map((name) => (name === "" ? undefined : this.#valueOf(name, node)));
    const found = this.#branch(node, inputs[0]) ?? this.#apply(node, inputs);
    const isFixed =
      inputs.every((input) => input === undefined || input.isFixed === true) && !node.type.startsWith("Random");
    const outputs = node.outputs.map((name, index) => {
      const value = this.#judged(node, name, found[index] ?? missing(node, index));
      return isFixed ? { ...value, isFixed } : value;
    });
    for (const [index, name] of node.outputs.entries()) if (name !== "") this.values.set(name, outputs[index] as Value);
    return { node, inputs, outputs };
  }

  #valueOf(name: string, node: OnnxNode): Value {
    const value = this.values.get(name);
    if (value !== undefined) return value;
    const message = `${node.name} reads ${quote(name)}, which no node before it gives, and which is neither an input nor an initializer.`;
    this.#tell(
      node,
      "onnx/undefined-value",
      "error",
      `${message} The file's nodes must stand in an order of execution.`,
    );
    const unknown = { shape: undefined, type: undefined, reason: `${name} is not there` };
    this.values.set(name, unknown);
    return unknown;
  }

  /** What the branch of an `If` gives whose condition follows from shapes and constants; names in it are no other's. */
  #branch(node: OnnxNode, condition: Value | undefined): readonly Value[] | undefined {
    const [truth] = condition?.elements ?? [];
    if (node.type !== "If" || node.domain !== "" || typeof truth !== "number" || this.#depth >= DEEPEST_BRANCH)
      return undefined;
    const branch = node.attributes.get(truth === 0 ? "else_branch" : "then_branch");
    if (typeof branch !== "object" || !("graph" in branch)) return undefined;
    const { nodes, initializers, values, outputs } = readSubgraph(branch, node, this.#model.opsets);
    for (const tensor of initializers.values()) this.#addInitializer(tensor);
    for (const [name, value] of values) this.#said.set(name, value);
    this.#depth++;
    for (const inner of nodes) this.step(inner);
    this.#depth--;
    return outputs.map(({ name }) => this.values.get(name) ?? unknownOf(`${name} is not there`));
  }

  #apply(node: OnnxNode, inputs: readonly (Value | undefined)[]): readonly Value[] {
    const rule = ruleFor(node.domain, node.type);
    if (rule === undefined) return node.outputs.map(() => unknownOf(whyUnknown(node)));
    const call = new Call(node, inputs, this.#owner);
    try {
      const result = rule(call);
      const outputs: readonly Output[] = Array.isArray(result) ? result : [result as Output];
      return outputs.map((output) => ({
        type: call.type(0),
        ...bounded(output, () => call.unknownSize("its formula is too long")),
      }));
    } catch (error) {
      if (error instanceof NotKnown) return node.outputs.map(() => unknownOf(error.message));
      if (!(error instanceof Wrong)) throw error;
      this.#tell(node, error.code, "error", `${node.name}: ${error.message}`);
      return node.outputs.map(() => unknownOf(`${node.name} does not fit what feeds it`));
    }
  }

  /** Against and with what the file says. */
  #judged(node: OnnxNode, name: string, value: Value): Value {
    const info = this.#said.get(name);
    const said = info && !this.#isOther ? withNumbers(info, this.#letters) : undefined;
    if (said === undefined || said.length > MOST_AXES) return value;
    if (value.shape === undefined)
      return { ...value, type: value.type ?? info?.type, shape: this.#filled(said), reason: SAID };
    if (!contradicts(said, value.shape)) return { ...value, shape: completed(value.shape, said) };
    const found = formatShape(value.shape);
    const message = `${node.name} gives ${found} as ${quote(name)}, but the file says ${formatSaid(said)}.`;
    this.#tell(
      node,
      "onnx/contradiction",
      "warning",
      `${message} Export the model again, or run onnx.shape_inference on it.`,
    );
    return value;
  }

  #filled(said: SaidShape): Shape {
    return said.map((size) => size ?? unknownSize(this.#owner));
  }

  #bindLetters({ shape }: ValueInfo, given: readonly number[] | undefined): void {
    if (shape === undefined || given?.length !== shape.length) return;
    for (const [axis, size] of shape.entries()) {
      const [name] = size === undefined || typeof size === "number" ? [] : lettersIn(size);
      if (name !== undefined) this.#letters.set(name, given[axis] as number);
      if (typeof size === "number" && size !== given[axis]) this.#isOther = true;
    }
  }

  #addInput(input: ValueInfo, given: readonly number[] | undefined): void {
    const { name, type } = input;
    const said = withNumbers(input, this.#letters);
    if (given !== undefined && said !== undefined && given.length !== said.length) {
      const message = `The input ${quote(name)} has ${said.length} axes, ${formatSaid(said)}, and [${given.join(", ")}] has ${given.length}.`;
      this.issues.push({
        code: "onnx/input-axes",
        severity: "error",
        message: `${message} Give it one size for each axis.`,
        number: undefined,
      });
    }
    const shape = given ?? (said && said.length <= MOST_AXES ? this.#filled(said) : undefined);
    this.values.set(
      name,
      shape ? { shape, type } : { shape, type, reason: `the shape of the input ${name} is not known` },
    );
  }

  #addInitializer(tensor: OnnxTensor): void {
    const trouble = troubleOf(tensor);
    const isKnown = trouble === undefined && tensor.shape.length <= MOST_AXES;
    const { shape, type, elements } = outputOf(tensor);
    const reason = tensor.absent ?? (trouble && `${tensor.name} is damaged`);
    this.values.set(tensor.name, {
      shape: isKnown ? shape : undefined,
      type,
      isFixed: true,
      ...(reason !== undefined && { reason }),
      ...(isKnown && elements && { elements }),
    });
    if (trouble === undefined) return;
    const message = `The initializer ${quote(tensor.name)}: expected ${trouble.expected}, found ${trouble.found}.`;
    this.issues.push({
      code: "onnx/initializer",
      severity: "error",
      message: `${message} Export the model again.`,
      number: undefined,
    });
  }

  #tell({ number }: OnnxNode, code: string, severity: OnnxIssue["severity"], message: string): void {
    this.issues.push({ code, severity, message, number });
  }
}
