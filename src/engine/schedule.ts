import type { Schedule } from "../graph/training.ts";

/** What the learning rate is multiplied by. `epoch` counts from 1, `step` (of all steps of the run, `of`) from 0. */
export function rateFactor(
  schedule: Schedule,
  { epoch, step, of }: { epoch: number; step: number; of: number },
): number {
  switch (schedule.type) {
    case "constant":
      return 1;
    case "step":
      return schedule.factor ** Math.floor((epoch - 1) / schedule.epochs);
    case "cosine":
      return schedule.end + ((1 - schedule.end) * (1 + Math.cos((Math.PI * step) / of))) / 2;
  }
}
