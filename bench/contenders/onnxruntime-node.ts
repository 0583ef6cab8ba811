// ONNX Runtime's native library.

import { OnnxRuntimeContender } from "./onnxruntime.ts";

export class OnnxRuntimeNode extends OnnxRuntimeContender {
  constructor(threads: number) {
    super("ONNX Runtime, native", "onnxruntime-node", threads);
  }
}
