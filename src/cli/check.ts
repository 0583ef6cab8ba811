/** `convlens check`: the mistakes of model files and nothing else. */
import { diagnosticsOf, formatDiagnostic } from "./diagnostics.ts";
import { CliError, type ExitCode, exit } from "./exit.ts";
import { hasErrors, readModelFile } from "./model-file.ts";
import { parseOptions } from "./options.ts";
import type { Terminal } from "./terminal.ts";

export function check(args: readonly string[], terminal: Terminal): ExitCode {
  const options = parseOptions(args, { texts: [], flags: ["json"] });
  if (options.files.length === 0) throw new CliError("convlens check needs model files: NAME.cnn.json.");
  const models = options.files.map(readModelFile);
  if (options.flag("json")) {
    const all = models.flatMap((model) => diagnosticsOf(model).map((each) => ({ file: model.path, ...each })));
    terminal.print(`${JSON.stringify(all)}\n`);
  } else {
    for (const model of models) {
      for (const each of diagnosticsOf(model)) terminal.print(formatDiagnostic(model.path, each));
    }
  }
  return models.some(({ document }) => hasErrors(document)) ? exit.modelHasErrors : exit.done;
}
