/** What the webview may ask of the host, and what the host tells it. The webview holds no truth: one snapshot rebuilds it. */
import type { TrainingSettings } from "../graph/training.ts";
import type { Attributes, LayerShape } from "../layers/layer.ts";
import type { Shape } from "../tensor/shape.ts";
import type { Images, ImagesRequest, SearchRequest, TestReport } from "./evaluation.ts";
import type { Flow, FlowRequest } from "./flow.ts";
import type { GradientCheck, GradientCheckRequest } from "./gradient-check.ts";
import type { Inspection, InspectionRequest } from "./inspection.ts";
import type { Saliency, SaliencyRequest } from "./saliency.ts";
import type { SaveRequest } from "./share.ts";
import type { CurvePoint, EpochResult, SettingsChange, TrainingStatus } from "./training.ts";

/** One layer of the file, as the list and the drawings need it. */
export interface LayerView {
  readonly name: string;
  readonly type: string;
  readonly title: string;
  /** Indices of the layers that feed it; -1 is the input. */
  readonly feeders: readonly number[];
  readonly inputShapes: readonly Shape[];
  /** `undefined` with the reason beside it. */
  readonly shape: LayerShape | undefined;
  readonly unknownBecause: string | undefined;
  /** As the model's framework counts them. */
  readonly parameters: number | undefined;
  /** Running statistics that its framework does not count among the parameters, as PyTorch; absent where there are none. */
  readonly statistics?: number;
  readonly macs: number | undefined;
  /** As the layer's record reads them, defaults included; `undefined` if they have mistakes. */
  readonly attributes: Attributes | undefined;
  /** `relu`, or `undefined` for none. */
  readonly activation: string | undefined;
  /** Worst message at this layer, if there is one. */
  readonly problem: string | undefined;
  /** Line in the file, from 1. */
  readonly line: number;
}

export interface ModelSnapshot {
  /** Rises with every edit; answers to an older revision are dropped. */
  readonly revision: number;
  readonly fileName: string;
  readonly input: Shape | undefined;
  readonly layers: readonly LayerView[];
  /** Index in `layers`; -1 is the input. */
  readonly selected: number;
  /** Why the model cannot be computed to its end, or not be followed; `undefined` if it can. */
  readonly broken: string | undefined;
  /** How many layers, from the first on, can be computed all the same: all, unless it is broken. */
  readonly computable: number;
  /** Why the data set's images cannot go through the model, so that it cannot be trained; a person's own images can. */
  readonly unfit: string | undefined;
  readonly samples: { readonly train: number; readonly test: number };
  /** Of the samples, or as many as the output tells apart where they do not fit; 0 until they are read. */
  readonly classes: number;
  /** What a training that begins now goes by. */
  readonly fileSettings: TrainingSettings;
  readonly training: TrainingStatus;
  readonly curve: readonly CurvePoint[];
  readonly epochs: readonly EpochResult[];
  /** Rises whenever the weights have changed, so that maps and kernels are asked for anew. */
  readonly weightsVersion: number;
}

/** Whether this layer has values, by index; -1 is the input. */
export function canCompute({ computable }: Pick<ModelSnapshot, "computable">, layer: number): boolean {
  return computable > 0 && layer < computable;
}

/** A question about a model as the view knows it. */
export type Revised<Request> = Request & { readonly revision: number };

/** Served by the host. */
export interface ViewHostContract {
  readonly calls: {
    readonly snapshot: (nothing: undefined) => ModelSnapshot;
    /** Selects the layer, also in the text. */
    readonly select: (layer: number) => void;
    readonly inspect: (request: Revised<InspectionRequest>) => Inspection;
    readonly flow: (request: Revised<FlowRequest>) => Flow;
    readonly saliency: (request: Revised<SaliencyRequest>) => Saliency;
    readonly checkGradient: (request: Revised<GradientCheckRequest>) => GradientCheck;
    readonly train: (nothing: undefined) => void;
    readonly pause: (nothing: undefined) => void;
    readonly resume: (nothing: undefined) => void;
    readonly stop: (nothing: undefined) => void;
    readonly resetWeights: (nothing: undefined) => void;
    /** Trains with one batch and pauses; begins a training if none runs. */
    readonly step: (nothing: undefined) => void;
    /** Changes what the training that runs goes by, and never the file. */
    readonly adjust: (change: SettingsChange) => void;
    readonly evaluation: (nothing: undefined) => TestReport | undefined;
    readonly evaluate: (request: { readonly revision: number }) => TestReport;
    readonly images: (request: ImagesRequest) => Images;
    /** The nearest other image of a class; `undefined` if there is none. */
    readonly search: (request: SearchRequest) => number | undefined;
    readonly copyText: (text: string) => void;
    /** The name of the file; `undefined` if the person did not want it after all. */
    readonly save: (request: SaveRequest) => string | undefined;
  };
  readonly events: {
    /** The text changed, or the panel shows another model. */
    readonly snapshot: ModelSnapshot;
    /** The layer at the cursor, by index. A deep model's snapshot is not sent anew for it. */
    readonly selection: number;
    readonly progress: {
      readonly status: TrainingStatus;
      /** Since the last such event or snapshot, to be appended. A training that begins anew says so by a snapshot. */
      readonly points: readonly CurvePoint[];
      /** Likewise: only the new ones. */
      readonly epochs: readonly EpochResult[];
      readonly weightsVersion: number;
    };
  };
}

/** The webview serves nothing. */
export interface ViewContract {
  readonly calls: Record<never, never>;
  readonly events: Record<never, never>;
}
