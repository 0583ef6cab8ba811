/** A model file of any kind that can be computed: `*.cnn.json`, or Python or ONNX with a model of known layers. */
import { modelDocumentOf } from "../service/python/model-document.ts";
import { CliError } from "./exit.ts";
import { type ModelFile, readModelFile } from "./model-file.ts";
import { isOnnx } from "./onnx-file.ts";
import { openOnnxModel } from "./onnx-model.ts";
import { isPython, readPythonFile } from "./python-file.ts";

/**
 * The file's main model. Throws a `CliError` if there is no such file, or no model in it; never for what else it says. `from` is what
 * it will be run on, which may fix sizes that the file leaves open.
 */
export async function openModelFile(path: string, from?: string): Promise<ModelFile> {
  if (isOnnx(path)) return openOnnxModel(path, from);
  if (!isPython(path)) return readModelFile(path);
  const { document, placeOf } = await readPythonFile(path);
  const model = modelDocumentOf(document);
  if (model === undefined) throw new CliError(`${path} has no model that can be built without arguments.`);
  return { path, document: model, placeOf };
}
