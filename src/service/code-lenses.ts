/** What stands above the list of layers: the commands that people need there, and what the model costs. */
import type { ModelDocument } from "../formats/model-document.ts";
import type { Range } from "../graph/graph.ts";
import { countOf, formatNumber } from "./words.ts";

export interface CodeLens {
  readonly range: Range;
  readonly title: string;
  /** A contributed command, which takes the model's address as its argument; empty: there is nothing to do. */
  readonly command: string;
  /** The model that it is about, in a file that has several. */
  readonly model?: string;
}

/** None for a text without a list of layers. */
export function codeLenses(document: ModelDocument): CodeLens[] {
  const range = document.layersAt;
  if (range === undefined) return [];
  return [
    { range, title: "▶ Train CNN", command: "convlens.trainCnn" },
    { range, title: "Open Inspector", command: "convlens.openInspector" },
    { range, title: costInWords(document), command: "convlens.openInspector" },
  ];
}

/** `28,298 parameters · 278,176 MACs`, and how many layers are not counted because they are unknown. */
function costInWords({ analysis }: ModelDocument): string {
  const unknown = analysis.nodes.filter(({ known }) => !known).length;
  const cost = `${countOf(analysis.parameters, "parameter")} · ${formatNumber(analysis.macs)} MACs`;
  return unknown === 0 ? cost : `${cost}, without ${countOf(unknown, "unknown layer")}`;
}
