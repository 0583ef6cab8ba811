// Writes media/cnn.schema.json, from which VS Code completes model files. scripts/build.ts does it with every build.
//
//     node scripts/generate-schema.ts

import { writeFileSync } from "node:fs";
import { cnnJsonSchema } from "../src/formats/cnn-json/schema.ts";
import { inRoot } from "./root.ts";

/** The JSON schema of *.cnn.json, made from the table of layers. */
export function generateSchema(): object {
  return cnnJsonSchema();
}

if (import.meta.main) {
  writeFileSync(inRoot("media", "cnn.schema.json"), `${JSON.stringify(generateSchema(), null, 2)}\n`);
}
