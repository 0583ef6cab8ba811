/** "Show Model Summary": the table of a model's operations, beside the code. */
import type { PythonTarget, PythonWorld } from "./register-python-commands.ts";

export async function showSummary({ document, read, model, service }: PythonTarget, world: PythonWorld): Promise<void> {
  if (model === undefined) throw new Error("There is no model in this file that can be built without arguments.");
  await world.reports.show(`${model.name} summary`, service.summaryReport(read, model), document.uri);
}
