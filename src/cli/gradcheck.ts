/** `convlens gradcheck`: backward against central differences, of the plain kernels or of those that `--kernels` names. */
import { gradcheck as checkGradients, type GradientError } from "../engine/gradcheck.ts";
import { referenceBackend } from "../kernels/reference/backend.ts";
import { backendOf } from "./compute-options.ts";
import { tellDiagnostics } from "./diagnostics.ts";
import { type ExitCode, exit } from "./exit.ts";
import { maxBytes, requireWeights } from "./load-network.ts";
import { hasErrors } from "./model-file.ts";
import { openModelFile } from "./open-model.ts";
import { onlyFile, parseOptions } from "./options.ts";
import { formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { readTensorFile } from "./weights-file.ts";

/** Central differences in float64 are good to about 1e-9; more than this is a wrong gradient. */
const tolerated = { float64: 1e-6, float32: 1e-3 };

/** Numbers of each weight that are compared: each costs forward passes. */
const mostNumbers = 200;

export async function gradcheck(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = parseOptions(args, { texts: ["weights", "kernels"], flags: ["json"] });
  // Without the word the plain kernels' own gradients are checked, in float64.
  const subject = options.text("kernels") === undefined ? undefined : backendOf(options);
  const most = subject ? tolerated.float32 : tolerated.float64;
  const model = await openModelFile(onlyFile("gradcheck", options));
  if (hasErrors(model.document)) {
    tellDiagnostics(model, terminal);
    return exit.modelHasErrors;
  }
  const { graph, analysis, training } = model.document;
  const path = options.text("weights");
  requireWeights(model, path);
  const weights = path === undefined ? model.own?.weights.tensors : readTensorFile(path);
  const errors = checkGradients(graph, analysis, {
    backend: referenceBackend,
    seed: training.seed,
    maxBytes,
    most: mostNumbers,
    subject,
    ...(weights && { weights }),
  });
  const layers = worstByLayer(errors);
  terminal.print(
    options.flag("json") ? `${JSON.stringify({ layers, weights: errors })}\n` : formatErrors(errors, most),
  );
  return layers.some(({ worst }) => !(worst <= most)) ? exit.modelHasErrors : exit.done;
}

interface LayerError {
  readonly layer: string;
  /** The largest relative error of its weights. */
  readonly worst: number;
}

function worstByLayer(errors: readonly GradientError[]): LayerError[] {
  const worst = new Map<string, number>();
  for (const error of errors) worst.set(error.layer, Math.max(worst.get(error.layer) ?? 0, error.worst));
  return [...worst].map(([layer, worst]) => ({ layer, worst }));
}

function formatErrors(errors: readonly GradientError[], most: number): string {
  const rows = errors.map(({ layer, weight, worst, compared, of }) => [
    layer,
    weight,
    worst.toExponential(1),
    `${compared} of ${of}`,
    worst <= most ? "" : "wrong",
  ]);
  return formatTable([["layer", "weight", "largest relative error", "compared", ""], ...rows], new Set([2, 3]));
}
