/** An ONNX file, read. It has no lines: a node's number in the file, from 1, stands in a line's place. */
import { readFileSync } from "node:fs";
import { type OnnxDocument, readOnnx } from "../formats/onnx/onnx-document.ts";
import type { OnnxIssue } from "../formats/onnx/shapes/infer.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { CliError, reasonOf } from "./exit.ts";

export function isOnnx(path: string): boolean {
  return path.endsWith(".onnx");
}

/** Throws a `CliError` if there is no such file or if it is none; never for what its nodes say. */
export function readOnnxFile(path: string, inputs: readonly (readonly number[])[] = []): OnnxDocument {
  const read = readOnnx(bytesOf(path), inputs);
  if ("refusal" in read) throw new CliError(`Cannot read ${path}: ${read.refusal}`);
  const { document } = read;
  if (inputs.length <= document.inputs.length) return document;
  throw new CliError(`--input gives ${inputs.length} shapes, and ${path} has ${document.inputs.length} inputs.`);
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CliError(`Cannot read ${path}: ${reasonOf(error)}.`);
  }
}

/** What concerns the model as a whole stands at its first node. */
export function onnxDiagnostics({ issues }: { readonly issues: readonly OnnxIssue[] }): Diagnostic[] {
  return issues.map(({ code, severity, message, number }) => ({
    line: number ?? 1,
    column: 1,
    severity,
    code,
    message,
  }));
}
