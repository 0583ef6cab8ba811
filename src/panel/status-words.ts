/** What the status bar says about a model's training. */
import type { EngineUse, TrainingStatus } from "../protocol/training.ts";

/** Icons in the notation of VS Code: `$(sync~spin)`. */
export function statusText(status: TrainingStatus): string {
  const { state, epoch, epochs } = status;
  const measured = measuredInWords(status);
  if (state === "running") return joined(`$(sync~spin) Epoch ${epoch}/${epochs}`, measured);
  if (state === "paused") return joined(`$(debug-pause) Paused at epoch ${epoch}/${epochs}`, measured);
  if (status.step === 0) return "$(circuit-board) ConvLens";
  return joined(status.ended === undefined ? "$(check) Trained" : "$(circle-slash) Stopped", measured);
}

/** The longer text under the mouse. */
export function statusTooltip(fileName: string, status: TrainingStatus): string {
  const { state, step, ended, engine } = status;
  const what = state === "idle" && step === 0 ? untrainedInWords(status) : (ended ?? stateInWords[state]);
  const how = engine ? `\nComputed by ${engineInWords(engine)}.` : "";
  return `${fileName}: ${what}${how}\nClick to open the inspector.`;
}

function engineInWords({ kernels, threads, shares }: EngineUse): string {
  const why = shares ? "" : ", because threads cannot share memory here";
  return `${kernels} kernels on ${threads === 1 ? "1 thread" : `${threads} threads`}${why}`;
}

function untrainedInWords({ loadedFrom }: TrainingStatus): string {
  return loadedFrom === undefined ? "not trained yet" : `with the weights of ${loadedFrom}`;
}

const stateInWords = { idle: "trained to the end", running: "training", paused: "paused" } as const;

function measuredInWords({ loss, accuracy }: TrainingStatus): string[] {
  const words = loss === undefined ? [] : [`loss ${loss.toPrecision(3)}`];
  return accuracy === undefined ? words : [...words, `${Math.round(accuracy * 100)} %`];
}

function joined(first: string, rest: readonly string[]): string {
  return [first, ...rest].join(" · ");
}
