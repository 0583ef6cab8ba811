/** `convlens check`: the mistakes of model files and nothing else. */
import { type Diagnostic, diagnosticsOf, formatDiagnostic, placedDiagnostics } from "./diagnostics.ts";
import { CliError, type ExitCode, exit } from "./exit.ts";
import { readModelFile } from "./model-file.ts";
import { isOnnx, onnxDiagnostics, readOnnxFile } from "./onnx-file.ts";
import { parseOptions } from "./options.ts";
import { isPython, readPythonFile } from "./python-file.ts";
import type { Terminal } from "./terminal.ts";

export async function check(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = parseOptions(args, { texts: [], flags: ["json"] });
  if (options.files.length === 0)
    throw new CliError("convlens check needs model files: NAME.cnn.json, NAME.py or NAME.onnx.");
  const all: ({ readonly file: string } & Diagnostic)[] = [];
  for (const file of options.files) all.push(...(await mistakesIn(file)).map((each) => ({ file, ...each })));
  if (options.flag("json")) terminal.print(`${JSON.stringify(all)}\n`);
  else for (const each of all) terminal.print(formatDiagnostic(each.file, each));
  return all.some(({ severity }) => severity === "error") ? exit.modelHasErrors : exit.done;
}

async function mistakesIn(path: string): Promise<Diagnostic[]> {
  if (isOnnx(path)) return onnxDiagnostics(readOnnxFile(path));
  if (!isPython(path)) return diagnosticsOf(readModelFile(path));
  const { document, placeOf } = await readPythonFile(path);
  return placedDiagnostics(document.issues, placeOf);
}
