/** "Show Model Summary": the table of a model's operations, beside the code. */
import type { PythonTarget, PythonWorld } from "./register-python-commands.ts";

export async function showSummary({ read, model, service }: PythonTarget, { generated }: PythonWorld): Promise<void> {
  if (model === undefined) throw new Error("There is no model in this file that can be built without arguments.");
  await generated.show(`${model.name} summary`, `${service.summaryMarkdown(read, model)}\n`);
}
