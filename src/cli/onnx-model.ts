/** An ONNX file as a model that can be computed, with its own weights and its own order of numbers. */
import { fileWeights } from "../formats/onnx/network/file-weights.ts";
import { networkOf } from "../formats/onnx/network/onnx-network.ts";
import type { OnnxDocument } from "../formats/onnx/onnx-document.ts";
import type { ModelFile } from "./model-file.ts";
import { readOnnxFile } from "./onnx-file.ts";
import { readTensorFile } from "./weights-file.ts";

/** `from` is what the model will be run on: its tensors fix sizes that the file leaves open. */
export function openOnnxModel(path: string, from?: string): ModelFile {
  const read = readOnnxFile(path);
  const given = from?.endsWith(".safetensors") && isOpen(read) ? shapesIn(from, read) : undefined;
  const document = given ? readOnnxFile(path, given) : read;
  const network = networkOf(document);
  const { layouts, inputLayouts, graph } = network;
  return {
    path,
    document: network,
    placeOf: (offset) => ({ line: offset + 1, column: 1 }),
    own: { layouts, inputLayouts, weights: fileWeights(document.model, graph) },
  };
}

/** Whether a size besides the batch is not known. */
function isOpen({ inputs }: OnnxDocument): boolean {
  return inputs.some(({ shape }) => shape?.slice(1).some((size) => typeof size !== "number"));
}

/** `undefined`: not every input has a tensor with as many axes. */
function shapesIn(path: string, { inputs }: OnnxDocument): readonly (readonly number[])[] | undefined {
  const tensors = readTensorFile(path);
  const shapes = inputs.map(({ name, shape }) => {
    const tensor = tensors.get(name) ?? (inputs.length === 1 ? tensors.get("input") : undefined);
    return tensor?.shape.length === shape?.length ? tensor?.shape : undefined;
  });
  return shapes.every((shape) => shape !== undefined) ? shapes : undefined;
}
