/** The names under which package.json knows the panel's commands and its view. */

export const INSPECTOR = "convlens.inspector";

export const panelCommands = [
  "convlens.trainCnn",
  "convlens.pauseTraining",
  "convlens.resumeTraining",
  "convlens.stopTraining",
  "convlens.resetWeights",
  "convlens.openInspector",
  "convlens.saveWeights",
  "convlens.loadWeights",
] as const;

export type PanelCommand = (typeof panelCommands)[number];
