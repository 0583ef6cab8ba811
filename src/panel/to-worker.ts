/** A model that was read, as the worker takes it. */
import type { ModelDocument } from "../formats/model-document.ts";
import { toPortable } from "../graph/portable.ts";
import type { WorkerModel } from "../protocol/worker-contract.ts";

export function toWorker({ graph, training, issues }: ModelDocument): Pick<WorkerModel, "model" | "mistake"> {
  const mistake = issues.find(({ severity }) => severity === "error")?.message;
  return { model: toPortable(graph, training), mistake };
}
