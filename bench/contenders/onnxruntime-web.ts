// ONNX Runtime compiled to WebAssembly with SIMD, as a web page would use it.

import { OnnxRuntimeContender } from "./onnxruntime.ts";

export class OnnxRuntimeWeb extends OnnxRuntimeContender {
  constructor(threads: number) {
    super("ONNX Runtime, WebAssembly", "onnxruntime-web", threads);
  }
}
