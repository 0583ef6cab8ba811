/** `--kernels` and `--threads`: with what a command computes. */
import { chooseBackend, explainMissing } from "../kernels/choose-backend.ts";
import { type Backend, type BackendChoice, backendChoices } from "../tensor/backend.ts";
import { usualThreads } from "../threads/node-threads.ts";
import { CliError } from "./exit.ts";
import type { Options } from "./options.ts";

/** Throws a `CliError` for a tier that there is not, or not here. */
export function backendOf(options: Options): Backend {
  const text = options.text("kernels") ?? "auto";
  const choice = backendChoices.find((name) => name === text);
  if (choice === undefined) throw new CliError(`--kernels must be ${listed(backendChoices)}, not "${text}".`);
  const backend = chooseBackend(choice);
  const missing = explainMissing(choice, backend);
  if (missing !== undefined) throw new CliError(`${missing} Leave --kernels out to have the fastest that do.`);
  return backend;
}

/** The most threads that may compute. */
export function threadsOf(options: Options): number {
  return options.wholeNumber("threads", 1) ?? usualThreads();
}

function listed(names: readonly BackendChoice[]): string {
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
