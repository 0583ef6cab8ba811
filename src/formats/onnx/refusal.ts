/** A file that is no ONNX model, or a part of one; the message is for people. */
import { quote } from "../safetensors/error.ts";

export class OnnxRefusal extends Error {
  constructor(subject: string, expected: string, found: string, remedy: string) {
    super(`${subject}: expected ${expected}, found ${found}. ${remedy}`);
    this.name = "OnnxRefusal";
  }
}

export function notOnnx(found: string): OnnxRefusal {
  return new OnnxRefusal("The file", "an ONNX model", found, "Choose a file that a framework exported as .onnx.");
}

export function damaged(subject: string, expected: string, found: string): OnnxRefusal {
  return new OnnxRefusal(subject, expected, found, "The file is damaged or was cut off; export or download it again.");
}

export { quote };
