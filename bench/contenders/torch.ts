// PyTorch, eager, as torch_contender.py drives it.

import { PythonContender } from "./python.ts";

/** A processor with wider registers then computes as one of the kind that most people have. */
const onlyAvx2 = { DNNL_MAX_CPU_ISA: "AVX2", ONEDNN_MAX_CPU_ISA: "AVX2", ATEN_CPU_CAPABILITY: "avx2" };

export class Torch extends PythonContender {
  constructor(threads: number, width: "any" | "avx2") {
    const settings = width === "avx2" ? onlyAvx2 : {};
    super(width === "avx2" ? "PyTorch held to AVX2" : "PyTorch", { file: "torch_contender.py", settings }, threads);
  }
}
