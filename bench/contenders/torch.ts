// PyTorch, eager, as torch_contender.py drives it.

import { PythonContender } from "./python.ts";

export class Torch extends PythonContender {
  constructor(threads: number) {
    super("PyTorch", "torch_contender.py", threads);
  }
}
