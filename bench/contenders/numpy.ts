// NumPy in loops over filters and places, as tutorials write a convolution; numpy_contender.py has them.

import { PythonContender } from "./python.ts";

export class NumPy extends PythonContender {
  constructor() {
    super("NumPy in loops", { file: "numpy_contender.py", settings: {} }, 1);
  }
}
