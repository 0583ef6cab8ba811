/** Images of other sizes. Channels stand last unless it is said. */

import { multiplyDims } from "../../../tensor/dim/sum.ts";
import type { Dim } from "../../../tensor/dim.ts";
import type { Shape, ShapeAnswer } from "../../tensors/answer.ts";
import { unknownSize } from "../session.ts";
import { sequenceOf, sizeFrom } from "../sizes.ts";
import { targetFrom } from "./arranging.ts";
import { spreadOf } from "./sliding-windows.ts";
import { notKnown, type OpCall, type TensorOp } from "./tensor-op.ts";

const resizing: TensorOp = {
  names: {
    tf: ["resize", "resize_images", "resize_bilinear", "resize_nearest_neighbor"],
    keras: ["resize"],
  },
  takes: "one",
  parameters: ["size", "method"],
  answers(call) {
    const size = sequenceOf(call.options.present("size") ?? null)?.map((item) => sizeFrom(call.run, item)) ?? [];
    const isKnown = size.length === 2 && size.every((each) => each !== undefined);
    return [withSpace(call, isKnown ? size : [openSide(call), openSide(call)])];
  },
};

function openSide({ run }: OpCall): Dim {
  return unknownSize(run, "the size is not known");
}

const resizedTo: TensorOp = {
  names: { tf: ["resize_with_pad", "resize_with_crop_or_pad"] },
  takes: "one",
  parameters: ["target_height", "target_width"],
  answers(call) {
    const sides = ["target_height", "target_width"].map((name) => call.options.size(name, openSide(call)));
    return [
      withSpace(
        call,
        sides.map((side) => (side === "refused" ? openSide(call) : side)),
      ),
    ];
  },
};

/** Of one image or a batch of them. */
function withSpace(call: OpCall, sides: Shape): ShapeAnswer {
  const spread = spreadOf(call, 2);
  return spread === undefined ? notKnown : { shape: spread.arrange(sides, spread.own) };
}

/** The old backend's, which counts in factors. */
const resizeByFactor: TensorOp = {
  names: { backend: ["resize_images"] },
  takes: "one",
  parameters: ["height_factor", "width_factor", "data_format"],
  answers(call) {
    const [h, w] = spreadOf(call, 2)?.spatial ?? [];
    const [down, across] = [call.options.size("height_factor", 1), call.options.size("width_factor", 1)];
    if (h === undefined || w === undefined || down === "refused" || across === "refused") return [notKnown];
    return [withSpace(call, [multiplyDims(h, down), multiplyDims(w, across)])];
  },
};

/** One crop for each box, of the size that is asked for. */
const cropAndResize: TensorOp = {
  names: { tf: ["crop_and_resize"] },
  takes: "two",
  parameters: ["box_indices", "crop_size"],
  answers(call) {
    const [image = [], boxes = []] = call.shapes;
    const size = targetFrom(call, call.options.present("crop_size"));
    const [count, channels] = [boxes[0], image.at(-1)];
    if (size?.length !== 2 || count === undefined || channels === undefined) return [notKnown];
    return [{ shape: [count, ...size, channels] }];
  },
};

export const imagingOps: readonly TensorOp[] = [cropAndResize, resizing, resizedTo, resizeByFactor];
