/** A `*.cnn.json` file as a graph with its mistakes. Never throws: whatever can be understood is shown. */
import type { Node } from "jsonc-parser";
import { analyse } from "../../graph/analyse.ts";
import type { Graph, GraphInput, GraphNode, Range } from "../../graph/graph.ts";
import type { TextIssue } from "../../graph/issue.ts";
import type { TrainingOptions } from "../../graph/training.ts";
import type { ModelDocument } from "../model-document.ts";
import { readInputs } from "./inputs.ts";
import { rangeOf } from "./json-node.ts";
import { checkDuplicateKeys, checkKeys, type Members, membersByKey } from "./keys.ts";
import { readLayers } from "./layers.ts";
import { checkRoot, modelKeys, readElements, readName, reportEmpty } from "./model-checks.ts";
import { placeIssue } from "./place-issue.ts";
import { Reading } from "./reading.ts";
import { isParsable } from "./size-guard.ts";
import { parseJson } from "./syntax.ts";
import { defaultTraining, readTraining } from "./training.ts";

/** `fileName` names the model if the text does not. Every issue has its place; they come in the order of the text. */
export function readCnnJson(text: string, fileName: string): ModelDocument {
  const reading = new Reading(text);
  const model = readModel(reading, modelNameOf(fileName));
  const { graph, elements, training, layersAt } = model;
  const analysis = analyse(graph);
  const read = { text, graph, elements, whole: { start: 0, end: Math.min(1, text.length) } };
  for (const issue of analysis.issues) {
    if (!reading.isFull) reading.add(placeIssue(read, issue));
  }
  return { graph, analysis, training, issues: reading.issues.sort(byPlace), layersAt };
}

interface Model {
  readonly graph: Graph;
  /** The JSON of each of the graph's nodes. */
  readonly elements: readonly Node[];
  readonly training: TrainingOptions;
  readonly layersAt: Range | undefined;
}

function readModel(reading: Reading, fileName: string): Model {
  const root = isParsable(reading) ? parseJson(reading) : undefined;
  if (root === undefined) {
    if (reading.issues.length === 0) reportEmpty(reading);
    return emptyModel(fileName);
  }
  checkDuplicateKeys(reading, root);
  if (!checkRoot(reading, root)) return emptyModel(fileName);
  return readMembers(reading, root, membersByKey(root), fileName);
}

function readMembers(reading: Reading, object: Node, members: Members, fileName: string): Model {
  const misspelled = checkKeys(reading, members, "a model", modelKeys);
  const root = { object, members, misspelled };
  const elements = readElements(reading, root);
  const inputs = readInputs(reading, root);
  const nodes = readLayers(reading, elements, inputs);
  const layers = members.get("layers");
  return {
    graph: graphOf(readName(reading, members) ?? fileName, inputs, nodes),
    elements,
    training: readTraining(reading, members.get("training")),
    layersAt: layers && rangeOf(layers.keyNode),
  };
}

function emptyModel(name: string): Model {
  const nowhere = { start: 0, end: 0 };
  const origin = { whole: nowhere, name: nowhere, attributes: {} };
  const graph = graphOf(name, [{ name: "input", shape: undefined, origin }], []);
  return { graph, elements: [], training: defaultTraining, layersAt: undefined };
}

function graphOf(name: string, inputs: readonly GraphInput[], nodes: readonly GraphNode[]): Graph {
  return { name, inputs, nodes, output: nodes.length - 1 };
}

/** `lenet` for `models/lenet.cnn.json`. */
function modelNameOf(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? "";
  return base.replace(/(\.cnn)?\.json$/i, "") || "model";
}

function byPlace(a: TextIssue, b: TextIssue): number {
  return a.range.start - b.range.start || a.range.end - b.range.end;
}
