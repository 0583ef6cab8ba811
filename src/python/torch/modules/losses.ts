/** Loss modules: one number, or with `reduction='none'` one for each example. */

import type { PyClass } from "../../py-class.ts";
import type { Shape } from "../../tensors/answer.ts";
import { attributeOf } from "../call.ts";
import { lossShape } from "../functions/functional.ts";
import { defineModule } from "./module.ts";

const common = "weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0";
const ofPairs = "size_average=None, reduce=None, reduction='mean', beta=1.0";

function lossClass(name: string, signature: string, perExample: (shape: Shape) => Shape): PyClass {
  return defineModule({
    name,
    signature,
    takes: "input, target=None",
    forward: (call) => lossShape(call, attributeOf(call, "reduction"), perExample),
  });
}

const withoutClasses = (shape: Shape) => shape.toSpliced(shape.length > 1 ? 1 : 0, 1);

export function lossClasses(): PyClass[] {
  const classes = "CrossEntropyLoss NLLLoss NLLLoss2d MultiMarginLoss MultiLabelMarginLoss MultiLabelSoftMarginLoss";
  const pairs =
    "MSELoss L1Loss SmoothL1Loss HuberLoss KLDivLoss SoftMarginLoss HingeEmbeddingLoss GaussianNLLLoss PoissonNLLLoss";
  const others = "CTCLoss CosineEmbeddingLoss MarginRankingLoss TripletMarginLoss TripletMarginWithDistanceLoss";
  return [
    ...classes.split(" ").map((name) => lossClass(name, common, withoutClasses)),
    ...pairs.split(" ").map((name) => lossClass(name, ofPairs, (shape) => shape)),
    ...["BCELoss", "BCEWithLogitsLoss"].map((name) =>
      lossClass(
        name,
        "weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None",
        (shape) => shape,
      ),
    ),
    ...others
      .split(" ")
      .map((name) =>
        lossClass(name, "margin=None, size_average=None, reduce=None, reduction='mean'", (shape) => shape.slice(0, 1)),
      ),
  ];
}
