// The register of walks: what a person does in VS Code, step by step, and what must hold after each step.
//
// VS Code, the extension's host and its worker answer in their own time, and on a busy machine seconds later. A step therefore
// waits until what it needs is seen, and does again what may have been missed. Buttons that move when their neighbours come and
// go are pressed by keyboard: one that moves between a mouse's down and up is not clicked.

import type { Workbench } from "./workbench.ts";

export type Step = (workbench: Workbench) => Promise<void>;

export interface Walk {
  readonly name: string;
  readonly steps: Readonly<Record<string, Step>>;
}

export const walks: Walk[] = [];

/** Registers a walk. Its steps are claims; they share one fresh workbench and run in order, each after the one before. */
export function walk(name: string, steps: Readonly<Record<string, Step>>): void {
  walks.push({ name, steps });
}
