// ONNX Runtime's native library.

import { OnnxRuntimeContender } from "./onnxruntime.ts";

export class OnnxRuntimeNode extends OnnxRuntimeContender {
  constructor() {
    super("ONNX Runtime, native", "onnxruntime-node");
  }
}
