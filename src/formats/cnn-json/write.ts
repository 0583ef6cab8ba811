/** A graph as the text of a `*.cnn.json` file, without what the reader assumes anyway. */
import type { Graph, GraphNode, Source } from "../../graph/graph.ts";
import type { TrainingOptions } from "../../graph/training.ts";
import { type AttributeTable, keysOf } from "./attributes.ts";
import { jsonText } from "./json-text.ts";
import { stemOf } from "./layer-draft.ts";
import { sourceBefore } from "./sources.ts";
import { isSame, spell } from "./spelling.ts";
import { defaultTraining } from "./training.ts";
import { optimizers, schedules, trainingTable } from "./training-table.ts";

type Members = Record<string, unknown>;

/**
 * Reading the text gives the same graph and training. What only other formats can say (internal attributes) is left out;
 * of a layer whose attributes are not known only type, name and inputs are written.
 */
export function writeCnnJson(graph: Graph, training: TrainingOptions): string {
  const layers = layersOf(graph).map((layer) => `    ${jsonText(layer)}`);
  const model: Record<string, string | undefined> = {
    name: graph.name === "" ? undefined : jsonText(graph.name),
    input: inputOf(graph),
    layers: layers.length === 0 ? "[]" : `[\n${layers.join(",\n")}\n  ]`,
    training: textUnlessEmpty(trainingOf(training)),
  };
  const members = Object.entries(model).filter(([, text]) => text !== undefined);
  return `{\n${members.map(([key, text]) => `  "${key}": ${text}`).join(",\n")}\n}\n`;
}

function textUnlessEmpty(members: Members): string | undefined {
  return Object.keys(members).length === 0 ? undefined : jsonText(members);
}

function inputOf({ inputs }: Graph): string | undefined {
  const [first] = inputs;
  if (inputs.length === 1 && first?.name === "input") return first.shape && jsonText(first.shape);
  // Their order counts, and an object would put names that are numbers first.
  const named = inputs.flatMap(({ name, shape }) => (shape ? `${JSON.stringify(name)}: ${jsonText(shape)}` : []));
  return named.length === 0 ? undefined : `{ ${named.join(", ")} }`;
}

function layersOf(graph: Graph): Members[] {
  const counts = new Map<string, number>();
  return graph.nodes.map((node, index) => {
    const stem = stemOf(node.type);
    const count = (counts.get(stem) ?? 0) + 1;
    counts.set(stem, count);
    return layerOf(graph, node, index, `${stem}_${count}`);
  });
}

function layerOf(graph: Graph, node: GraphNode, index: number, usualName: string): Members {
  const isUsual = isSame(node.inputs, [sourceBefore(index)]);
  const names = node.inputs.map((source) => nameOf(graph, source));
  return {
    type: node.type,
    ...(node.name !== usualName && { name: node.name }),
    ...(!isUsual && { inputs: names.length === 1 ? names[0] : names }),
    ...(node.definition && node.attributes && unusualIn(node.definition.attributes, node.attributes)),
  };
}

function nameOf(graph: Graph, source: Source): string {
  if (source.kind === "unknown") return source.name;
  return (source.kind === "input" ? graph.inputs : graph.nodes)[source.index]?.name ?? "";
}

function trainingOf(training: TrainingOptions): Members {
  const { optimizer, schedule } = training;
  return {
    ...unusualIn(trainingTable, { ...training }),
    ...(!isSame(optimizer, defaultTraining.optimizer) && {
      optimizer: { type: optimizer.type, ...unusualIn(optimizers.variants[optimizer.type], { ...optimizer }) },
    }),
    ...(!isSame(schedule, defaultTraining.schedule) && {
      schedule: { type: schedule.type, ...unusualIn(schedules.variants[schedule.type], { ...schedule }) },
    }),
  };
}

/** The values that are not their attribute's default, as people write them. */
function unusualIn(table: AttributeTable, values: Readonly<Record<string, unknown>>): Members {
  const members: Members = {};
  for (const key of keysOf(table)) {
    const attribute = table[key];
    const value = values[key];
    if (attribute && value !== undefined && !isSame(value, attribute.default)) members[key] = spell(attribute, value);
  }
  return members;
}
