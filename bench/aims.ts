// How many times as fast as whom ConvLens wants to be: what must not be lost, and where it wants to go. docs/performance.md
// says for each what was reached.

export interface Aim {
  /** The factor that must be there. */
  readonly least: number;
  readonly aim: number;
}

/** By workload and contender. `peak` is the tier's own; a contender of ours with more threads is compared with one thread. */
const aims: Readonly<Record<string, Readonly<Record<string, Aim>>>> = {
  W1: {
    torch: { least: 12, aim: 20 },
    convnetjs: { least: 80, aim: 130 },
    numpy: { least: 2500, aim: 4000 },
  },
  "W2-train-1": { torch: { least: 20, aim: 35 } },
  "W2-train-32": { torch: { least: 4, aim: 7 } },
  "W2-train-128": { torch: { least: 3, aim: 5 }, "convlens-2": { least: 1.6, aim: 1.8 } },
  "W2-infer-1": { "onnxruntime-node": { least: 1.5, aim: 3 } },
  "W3-train-128": {
    torch: { least: 3, aim: 5 },
    "torch-2": { least: 3, aim: 5 },
    "convlens-2": { least: 1.6, aim: 1.8 },
  },
  "W4-kept": { "onnxruntime-web": { least: 2, aim: 4 }, torch: { least: 0.8, aim: 1.3 } },
  "W5-forward-56": { peak: { least: 0.7, aim: 0.9 } },
  "W5-inputGradient-56": { peak: { least: 0.5, aim: 0.75 } },
  "W5-kernelGradient-56": { peak: { least: 0.5, aim: 0.75 } },
};

export function aimFor(workload: string, contender: string): Aim | undefined {
  return aims[workload]?.[contender];
}

/** Of the first epoch of W1 in a fresh process, compiling included. */
export const coldMs = { least: 60, aim: 20 };

/** What training W3 may take beyond an idle Node, in MiB. */
export const extraMebibytes = { least: 60, aim: 16 };

export function judge(ratio: number, { least, aim }: Aim): string {
  if (ratio >= aim) return `aim ${aim}x reached`;
  return ratio >= least ? `at least ${least}x reached, aim ${aim}x` : `less than ${least}x`;
}
