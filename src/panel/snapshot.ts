/** What the webview sees of a model: built anew from the document and the training's state whenever one of them changes. */
import type { ModelDocument } from "../formats/model-document.ts";
import type { KnownNode } from "../graph/analysis.ts";
import { computableLayers } from "../graph/beginning.ts";
import type { Graph, GraphNode, Source } from "../graph/graph.ts";
import type { Severity } from "../graph/issue.ts";
import { settingsOf } from "../graph/training.ts";
import { activationOf } from "../layers/layer.ts";
import type { CurvePoint, EpochResult, TrainingStatus } from "../protocol/training.ts";
import type { LayerView, ModelSnapshot } from "../protocol/view-contract.ts";
import type { DatasetSummary } from "../protocol/worker-contract.ts";
import { formatShape, type Shape, sameShape } from "../tensor/shape.ts";

export interface SnapshotSource {
  readonly revision: number;
  readonly fileName: string;
  readonly text: string;
  readonly document: ModelDocument;
  readonly selected: number;
  /** `undefined` until the worker has read it. */
  readonly dataset: DatasetSummary | undefined;
  /** What keeps the model from being shown although its text is right: its file is gone, its data set cannot be read. */
  readonly trouble: string | undefined;
  readonly training: TrainingStatus;
  readonly curve: readonly CurvePoint[];
  readonly epochs: readonly EpochResult[];
  readonly weightsVersion: number;
}

export function buildSnapshot(source: SnapshotSource): ModelSnapshot {
  const { document, dataset } = source;
  const { graph } = document;
  const unfit = inputMismatch(document, dataset);
  return {
    revision: source.revision,
    fileName: source.fileName,
    input: graph.inputs[0]?.shape,
    layers: graph.nodes.map((node, index) => viewLayer(source, node, index)),
    selected: clampSelection(graph, source.selected),
    broken: source.trouble ?? whyBroken(document),
    computable: computableIn(source),
    unfit,
    samples: { train: dataset?.train ?? 0, test: dataset?.test ?? 0 },
    classes: (unfit === undefined ? dataset?.classes : outputClasses(document)) ?? 0,
    fileSettings: settingsOf(document.training),
    training: source.training,
    curve: source.curve,
    epochs: source.epochs,
    weightsVersion: source.weightsVersion,
  };
}

/** The selection after an edit: its layer, or the last one if there are fewer now. */
export function clampSelection(graph: Graph, selected: number): number {
  return Math.max(-1, Math.min(selected, graph.nodes.length - 1));
}

/** A file that is gone keeps its values; without its data set a model has none. */
function computableIn({ document: { graph, analysis }, trouble, dataset }: SnapshotSource): number {
  return trouble !== undefined && dataset === undefined ? 0 : computableLayers(graph, analysis);
}

/** Why the model cannot be computed to its end; `undefined` if it can. */
export function whyBroken({ graph, analysis, issues }: ModelDocument): string | undefined {
  const unknown = analysis.nodes.find((node) => !node.known);
  const computable =
    graph.nodes.length > 0 &&
    graph.inputs.every(({ shape }) => shape !== undefined) &&
    unknown === undefined &&
    !analysis.issues.some(({ severity }) => severity === "error");
  if (computable) return undefined;
  const mistake = issues.find(({ severity }) => severity === "error");
  if (mistake) return mistake.message;
  if (graph.nodes.length === 0) return "The model has no layers yet.";
  // A model file without its input's shape has a mistake; a program need not say it.
  if (graph.inputs.some(({ shape }) => shape === undefined)) {
    const example = graph.initialization === "torch" ? "1x28x28" : "28x28x1";
    return `The input's size is not known. Set it with ConvLens: Set Input Shape, or with a comment such as # convlens: input=${example}.`;
  }
  const foreign = graph.nodes.find(({ definition }) => definition === undefined);
  if (foreign)
    return `${foreign.name} is a ${foreign.type}: shapes of these are known, but nothing is computed with them.`;
  return unknown && !unknown.known ? `${unknown.reason}.` : "The model cannot be computed.";
}

function inputMismatch({ graph }: ModelDocument, dataset: DatasetSummary | undefined): string | undefined {
  const input: Shape | undefined = graph.inputs[0]?.shape;
  if (!dataset || !input || sameShape(input, dataset.shape)) return undefined;
  return (
    `The model's input is ${formatShape(input)}, but the data set's images are ${formatShape(dataset.shape)}. ` +
    "To train it, give it such an input; or look at an image of your own."
  );
}

function outputClasses({ analysis }: ModelDocument): number | undefined {
  const last = analysis.nodes.at(-1);
  return last?.known && last.shape.output.length === 1 ? last.shape.output[0] : undefined;
}

function viewLayer({ document, text }: SnapshotSource, node: GraphNode, index: number): LayerView {
  const analysed = document.analysis.nodes[index];
  const known: KnownNode | undefined = analysed?.known ? analysed : undefined;
  return {
    name: node.name,
    type: node.type,
    title: node.definition?.title ?? node.type,
    feeders: node.inputs.flatMap(feederIndex),
    inputShapes: known?.inputs ?? [],
    shape: known?.shape,
    unknownBecause: analysed && !analysed.known ? analysed.reason : undefined,
    ...countWeights(document, known),
    macs: known?.macs?.value,
    attributes: node.attributes,
    activation: node.attributes && activationOf(node.attributes)?.type,
    problem: worstProblem(document, node),
    line: lineAt(text, node.origin.name.start),
  };
}

/** PyTorch counts what is trained, Keras every number that is saved. */
function countWeights({ graph }: ModelDocument, known: KnownNode | undefined) {
  const statistics = known && known.parameters - known.trainableParameters;
  if (graph.initialization !== "torch" || !statistics) return { parameters: known?.parameters };
  return { parameters: known.trainableParameters, statistics };
}

function feederIndex(source: Source): number[] {
  if (source.kind === "unknown") return [];
  return [source.kind === "input" ? -1 : source.index];
}

const severities: readonly Severity[] = ["error", "warning"];

/** The message of the first error within the layer, else of the first warning. */
function worstProblem({ issues }: ModelDocument, { origin: { whole } }: GraphNode): string | undefined {
  const own = issues.filter(({ range }) => range.start >= whole.start && range.end <= whole.end);
  for (const severity of severities) {
    const issue = own.find((candidate) => candidate.severity === severity);
    if (issue) return issue.message;
  }
  return undefined;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
