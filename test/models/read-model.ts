import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCnnJson } from "../../src/formats/cnn-json/read.ts";
import type { ModelDocument } from "../../src/formats/model-document.ts";

/** One of the models of this folder, on images of another side if wanted. Throws if it has a mistake. */
export function readModel(name: string, side?: number): ModelDocument {
  const text = readFileSync(join(import.meta.dirname, `${name}.cnn.json`), "utf8");
  const resized = side === undefined ? text : text.replace('"input": [224, 224, ', `"input": [${side}, ${side}, `);
  const document = readCnnJson(resized, `${name}.cnn.json`);
  if (document.issues.length > 0) throw new Error(`${name}: ${document.issues[0]?.message}`);
  return document;
}
