/** Loss modules: one number, or with `reduction='none'` one for each example. */

import type { PyClass } from "../../py-class.ts";
import { attributeOf } from "../call.ts";
import { type LossRule, lossRules, lossShape } from "../functions/functional.ts";
import { defineModule } from "./module.ts";

const common = "weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0";
const ofPairs =
  "size_average=None, reduce=None, reduction='mean', beta=1.0, delta=1.0, log_target=False, margin=1.0, log_input=True, full=False, eps=1e-08";

function lossClass(name: string, signature: string, rule: LossRule): PyClass {
  return defineModule({
    name,
    signature,
    takes: "input, target=None",
    forward: (call) => lossShape(call, attributeOf(call, "reduction"), rule),
  });
}

const weighted = "weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None";
const withMargin =
  "margin=None, size_average=None, reduce=None, reduction='mean', p=2, eps=1e-06, swap=False, distance_function=None, blank=0, zero_infinity=False";

/** For each kind its classes, their signature and what they do. */
const kinds: readonly (readonly [string, string, LossRule])[] = [
  ["CrossEntropyLoss NLLLoss NLLLoss2d", common, lossRules.classes],
  ["MultiMarginLoss MultiLabelMarginLoss MultiLabelSoftMarginLoss", `${common}, p=1, margin=1.0`, lossRules.margins],
  ["MSELoss L1Loss SmoothL1Loss HuberLoss KLDivLoss HingeEmbeddingLoss PoissonNLLLoss", ofPairs, lossRules.pairs],
  ["SoftMarginLoss GaussianNLLLoss", ofPairs, lossRules.others],
  ["BCELoss BCEWithLogitsLoss", weighted, lossRules.binary],
  [
    "CTCLoss CosineEmbeddingLoss MarginRankingLoss TripletMarginLoss TripletMarginWithDistanceLoss",
    withMargin,
    { perExample: (shape) => shape.slice(0, 1) },
  ],
];

export function lossClasses(): PyClass[] {
  return kinds.flatMap(([names, signature, rule]) => names.split(" ").map((name) => lossClass(name, signature, rule)));
}
