/**
 * What is shown, in order. A new view is one new file and one line here. Of the selected layer: among `shapeSections` if
 * it needs only the layer's shape, among `dataSections` if it needs the values of a sample. Of the whole model: among
 * `modelSections`; of the training: among `trainingSections`.
 */
import type { ComponentType } from "preact";
import type { LayerShape } from "../../src/layers/layer.ts";
import type { Inspection } from "../../src/protocol/inspection.ts";
import type { LayerView, ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { calculationOf } from "../geometry/calculation.ts";
import { BackwardSection } from "./backward/backward-section.tsx";
import { FeatureMaps } from "./feature-maps.tsx";
import { FlowSection } from "./flow/flow-section.tsx";
import { GraphSection } from "./graph/graph-section.tsx";
import { LossPanel } from "./loss-panel.tsx";
import { PlainLayer } from "./plain-layer.tsx";
import { SizeSection } from "./size-section.tsx";
import { EpochsSection } from "./training/epochs-section.tsx";
import { SettingsSection } from "./training/settings-section.tsx";
import { TestsSection } from "./training/tests-section.tsx";
import { WeightsSection } from "./weights/weights-section.tsx";
import { ArithmeticSection } from "./window/arithmetic-section.tsx";
import { WindowSection } from "./window/window-section.tsx";

export interface ShapeSectionProps {
  readonly layer: LayerView;
  readonly shape: LayerShape;
  /** `undefined` while there are no values; the section then shows what it can without them. */
  readonly inspection: Inspection | undefined;
}

export interface DataSectionProps {
  /** `undefined` for the input. */
  readonly layer: LayerView | undefined;
  readonly inspection: Inspection;
}

export interface ModelSectionProps {
  readonly model: ModelSnapshot;
}

interface ModelSection {
  readonly id: string;
  readonly title: string;
  readonly View: ComponentType<ModelSectionProps>;
}

interface ShapeSection {
  readonly id: string;
  readonly title: string;
  readonly View: ComponentType<ShapeSectionProps>;
  fits(shape: LayerShape): boolean;
}

interface DataSection {
  readonly id: string;
  readonly View: ComponentType<DataSectionProps>;
  title(inspection: Inspection): string;
  /** `layer` is `undefined` for the input. */
  fits(inspection: Inspection, layer: LayerView | undefined): boolean;
}

export const shapeSections: readonly ShapeSection[] = [
  { id: "size", title: "How the size comes about", View: SizeSection, fits: () => true },
  { id: "window", title: "Window", View: WindowSection, fits: (shape) => shape.window !== undefined },
  { id: "what", title: "What happens", View: PlainLayer, fits: (shape) => shape.window === undefined },
];

function titleOfMaps({ layer, output }: Inspection): string {
  if (layer === -1) return "Image";
  return output.shape.length > 1 ? "Feature maps" : "Values";
}

export const dataSections: readonly DataSection[] = [
  {
    id: "arithmetic",
    title: () => "One output value, calculated",
    View: ArithmeticSection,
    fits: (inspection, layer) => layer !== undefined && calculationOf(layer, inspection) !== undefined,
  },
  { id: "maps", title: titleOfMaps, View: FeatureMaps, fits: () => true },
  {
    id: "weights",
    title: () => "Weights and their gradients",
    View: WeightsSection,
    fits: ({ weights }) => weights.length > 0,
  },
  {
    id: "backward",
    title: () => "Backward: one gradient, derived",
    View: BackwardSection,
    fits: (inspection, layer) => layer !== undefined && calculationOf(layer, inspection) !== undefined,
  },
];

export const modelSections: readonly ModelSection[] = [
  { id: "graph", title: "Graph", View: GraphSection },
  { id: "flow", title: "Gradient flow", View: FlowSection },
];

export const trainingSections: readonly ModelSection[] = [
  { id: "loss", title: "Loss", View: LossPanel },
  { id: "settings", title: "Settings of this run", View: SettingsSection },
  { id: "epochs", title: "Epochs", View: EpochsSection },
  { id: "tests", title: "On the test images", View: TestsSection },
];
