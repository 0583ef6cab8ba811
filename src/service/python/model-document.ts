/** One model of a Python file in the form in which models of all formats are trained and looked at. */
import { defaultTraining } from "../../formats/cnn-json/training.ts";
import type { ModelDocument } from "../../formats/model-document.ts";
import type { PythonDocument, PythonModel } from "../../formats/python/python-document.ts";

/** The model of that name, else the file's main one; `undefined` if the file has none. */
export function modelDocumentOf(document: PythonDocument, name?: string): ModelDocument | undefined {
  const model = document.models.find((each) => each.name === name) ?? document.models[0];
  if (model === undefined) return undefined;
  const { graph, analysis } = model.drawing.value;
  const { issues } = document;
  return { graph, analysis, training: defaultTraining, issues, layersAt: model.at, places: constructions(model) };
}

/** Where the modules behind the nodes are built: the cursor there means the node, as at its call. */
function constructions({ drawing, madeAt }: PythonModel): NonNullable<ModelDocument["places"]> {
  return [...drawing.value.nodeOf].flatMap(([{ module }, node]) => {
    const range = module && madeAt.get(module);
    return range ? [{ range, node }] : [];
  });
}
