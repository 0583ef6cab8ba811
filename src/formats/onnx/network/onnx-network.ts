/** An ONNX file as a model that is computed and looked at like those of other formats. */
import { analyse } from "../../../graph/analyse.ts";
import type { TextIssue } from "../../../graph/issue.ts";
import { defaultTraining } from "../../cnn-json/training.ts";
import type { ModelDocument } from "../../model-document.ts";
import type { OnnxDocument } from "../onnx-document.ts";
import { drawNetwork, type OnnxNetwork } from "./draw-network.ts";

export interface OnnxModelDocument extends ModelDocument, OnnxNetwork {}

export function networkOf(document: OnnxDocument): OnnxModelDocument {
  const network = drawNetwork(document);
  const { graph } = network;
  return {
    ...network,
    analysis: analyse(graph),
    training: defaultTraining,
    issues: document.issues.map(textIssue),
    layersAt: undefined,
  };
}

/** A node's number stands where texts have offsets: the nth node begins at n - 1. */
function textIssue({ code, severity, message, number = 1 }: OnnxDocument["issues"][number]): TextIssue {
  return { code, severity, message, range: { start: number - 1, end: number }, fixes: [] };
}
