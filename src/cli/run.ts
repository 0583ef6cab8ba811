/** `convlens run`: one forward pass, and with a label or an upstream gradient one backward pass. */
import type { Network } from "../engine/network.ts";
import type { Layout } from "../formats/onnx/network/sample.ts";
import type { Floats } from "../tensor/floats.ts";
import { channelsOf } from "../tensor/shape.ts";
import { backendOf } from "./compute-options.ts";
import { tellDiagnostics } from "./diagnostics.ts";
import { CliError, type ExitCode, exit } from "./exit.ts";
import { loadNetwork, requireWeights } from "./load-network.ts";
import { hasErrors, type ModelFile } from "./model-file.ts";
import { openModelFile } from "./open-model.ts";
import { type Options, onlyFile, parseOptions } from "./options.ts";
import { dumpGradients, dumpInputGradients, dumpOutputs } from "./run-dump.ts";
import { backwardFrom, backwardFromLabel } from "./run-gradients.ts";
import { fitTensor, type RunInput, readRunInput } from "./run-input.ts";
import type { Terminal } from "./terminal.ts";
import { loadWeightsFile, readTensorFile, saveTensors } from "./weights-file.ts";

const texts = ["weights", "input", "label", "upstream", "dump", "kernels"];

export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = parseOptions(args, { texts, flags: ["training", "json"] });
  const from = options.text("input");
  const model = await openModelFile(onlyFile("run", options), from);
  if (from === undefined) throw new CliError("convlens run needs --input IN.safetensors, IMAGE.png or mnist:7.");
  if (options.text("label") !== undefined && options.text("upstream") !== undefined) {
    throw new CliError("--label and --upstream are two starts for the gradients: give one of them.");
  }
  if (hasErrors(model.document)) {
    tellDiagnostics(model, terminal);
    return exit.modelHasErrors;
  }
  requireWeights(model, options.text("weights"));
  const input = readRunInput(from, inputsOf(model));
  const network = networkFor(model, input, options);
  const weights = options.text("weights");
  if (weights !== undefined) loadWeightsFile(network, weights, terminal);
  pass(network, input, { model, options, terminal });
  return exit.done;
}

/** With the order in which the file has them, where that is another. */
function inputsOf({ document, own }: ModelFile): Parameters<typeof readRunInput>[1] {
  return document.graph.inputs.map((input, index) => ({ ...input, layout: own?.inputLayouts[index] }));
}

function networkFor(model: ModelFile, { n }: RunInput, options: Options): Network {
  const gradients = options.text("label") !== undefined || options.text("upstream") !== undefined;
  const backend = backendOf(options);
  return loadNetwork(model, model.document.training, { backend, batchSize: n, gradients, inputGradients: gradients });
}

interface Context {
  readonly model: ModelFile;
  readonly options: Options;
  readonly terminal: Terminal;
}

function pass(network: Network, { n, inputs }: RunInput, { model, options, terminal }: Context): void {
  inputs.forEach((data, index) => {
    network.inputs[index]?.set(data);
  });
  network.forward(n, { training: options.flag("training") });
  const label = options.wholeNumber("label", 0);
  const upstream = options.text("upstream");
  const loss =
    label === undefined ? undefined : backwardFromLabel(network, { kind: model.document.training.loss, label, n });
  if (upstream !== undefined)
    backwardFrom(network, readUpstream(upstream, { network, n, layout: layoutOfOutput(model) }));
  const dump = options.text("dump");
  if (dump !== undefined) {
    const { own } = model;
    const outputs = dumpOutputs(network, n, own);
    const gradients = loss !== undefined || upstream !== undefined ? dumpGradients(network, n, own) : [];
    const inputGradients = upstream !== undefined ? dumpInputGradients(network, n, own) : [];
    saveTensors(dump, new Map([...outputs, ...gradients, ...inputGradients]));
  }
  terminal.print(options.flag("json") ? jsonResult(network, n, loss) : readableResult(network, n, loss));
}

function layoutOfOutput({ document, own }: ModelFile): Layout | undefined {
  return own?.layouts[document.graph.output];
}

interface UpstreamNeeds {
  readonly network: Network;
  readonly n: number;
  readonly layout: Layout | undefined;
}

function readUpstream(path: string, { network: { plan }, n, layout }: UpstreamNeeds): Floats {
  const tensor = readTensorFile(path).get("upstream");
  if (tensor === undefined) throw new CliError(`${path} has no tensor named upstream.`);
  return fitTensor(tensor, { shape: plan.output.shape.output, layout }, `upstream of ${path}`, n).data;
}

function jsonResult(network: Network, n: number, loss: number | undefined): string {
  const { index, shape } = network.plan.output;
  const output = { shape: [n, ...shape.output], data: [...network.output(index)] };
  return `${JSON.stringify({ output, ...(loss !== undefined && { loss }) })}\n`;
}

const mostShown = 16;

/** The output's numbers where they are few; its largest channel, which is the class of a classifier. */
function readableResult(network: Network, n: number, loss: number | undefined): string {
  const { index, name, shape } = network.plan.output;
  const values = network.output(index);
  const lines = [`${name}.output [${[n, ...shape.output].join(", ")}]`];
  const size = values.length / n;
  for (let sample = 0; sample < Math.min(n, mostShown); sample++) {
    const row = [...values.subarray(sample * size, (sample + 1) * size)];
    const shown = row.slice(0, mostShown).map((value) => value.toPrecision(4));
    const most = size === channelsOf(shape.output) ? `largest at ${row.indexOf(Math.max(...row))}: ` : "";
    lines.push(`  ${most}${shown.join(" ")}${size > mostShown ? " …" : ""}`);
  }
  if (n > mostShown) lines.push("  …");
  if (loss !== undefined) lines.push(`loss ${loss}`);
  return `${lines.join("\n")}\n`;
}
