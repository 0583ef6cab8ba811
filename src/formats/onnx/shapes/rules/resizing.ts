/** Axes made longer and shorter: padding, interpolation, cropping. */

import { formatShape, type Shape } from "../../../../python/tensors/answer.ts";
import { codes } from "../../../../python/tensors/codes.ts";
import { scaledSize } from "../../../../python/tensors/resize.ts";
import { compareDims } from "../../../../tensor/dim/order.ts";
import { addDims } from "../../../../tensor/dim/sum.ts";
import { formatDim } from "../../../../tensor/dim/text.ts";
import type { Dim } from "../../../../tensor/dim.ts";
import type { Call, Rule, Rules } from "../call.ts";
import { NotKnown, Wrong } from "../value.ts";

/** Cells before each axis, then behind each; an attribute up to version 10. */
const pad: Rule = (call) => {
  const input = call.shape(0);
  const pads = call.integers("pads") ?? call.integers("paddings") ?? call.sizes(1);
  if (pads === undefined) throw new NotKnown(`the padding of ${call.node.name} is computed from data`);
  const axes = call.axes(call.integers("axes", 3) ?? input.map((_, axis) => axis), input.length);
  if (pads.length !== 2 * axes.length) {
    throw new Wrong(
      codes.padding,
      `${pads.length} pads are not two for each of ${axes.length} axes of ${formatShape(input)}.`,
    );
  }
  const shape = axes.reduce<Shape>((sizes, axis, index) => {
    const both = addDims(pads[index] ?? 0, pads[index + axes.length] ?? 0);
    return sizes.with(axis, addDims(sizes[axis] as Dim, both));
  }, input);
  const negative = shape.findIndex((size) => compareDims("<", size, 0) === true);
  if (negative < 0) return { shape };
  throw new Wrong(codes.padding, `axis ${negative} would become ${formatDim(shape[negative] as Dim)}.`);
};

/** Sizes or factors: inputs 3 and 2, before version 11 factors alone as input 1. */
const resize: Rule = (call) => {
  const input = call.shape(0);
  const axes = call.axes(call.integers("axes") ?? input.map((_, axis) => axis), input.length);
  const isNew = call.node.type === "Resize" && call.opset >= 11;
  const sizes = isNew && call.has(3) ? call.sizes(3) : undefined;
  if (sizes) return { shape: resizedTo(call, input, axes, sizes) };
  const scales = call.elements(isNew ? 2 : 1) ?? writtenScales(call);
  if (scales === undefined || (scales.length === 0 && isNew && call.has(3))) {
    return { shape: input.map((size, axis) => (axes.includes(axis) ? openSize(call) : size)) };
  }
  if (scales.length !== axes.length) {
    throw new Wrong(codes.window, `${scales.length} scales are not one for each of ${axes.length} axes.`);
  }
  return {
    shape: axes.reduce<Shape>((shape, axis, index) => {
      const scale = scales[index];
      return shape.with(
        axis,
        typeof scale === "number" ? scaledSize(call.letters, shape[axis] as Dim, scale) : openSize(call),
      );
    }, input),
  };
};

function writtenScales(call: Call): readonly number[] | undefined {
  const scales = call.attribute("scales");
  return Array.isArray(scales) ? (scales as readonly number[]) : undefined;
}

function openSize(call: Call): Dim {
  return call.unknownSize(`the size that ${call.node.name} makes is computed from data`);
}

function resizedTo(call: Call, input: Shape, axes: readonly number[], sizes: Shape): Shape {
  if (sizes.length !== axes.length) {
    throw new Wrong(codes.window, `${sizes.length} sizes are not one for each of ${axes.length} axes.`);
  }
  const policy = call.text("keep_aspect_ratio_policy", "stretch");
  if (policy === "stretch") return axes.reduce((shape, axis, index) => shape.with(axis, sizes[index] as Dim), input);
  const ratios = axes.map((axis, index) => Number(sizes[index]) / Number(input[axis]));
  if (ratios.some(Number.isNaN)) return axes.reduce((shape, axis) => shape.with(axis, openSize(call)), input);
  const ratio = policy === "not_larger" ? Math.min(...ratios) : Math.max(...ratios);
  return axes.reduce((shape, axis) => shape.with(axis, Math.round(ratio * Number(input[axis]))), input);
}

const gridSample: Rule = (call) => {
  const [input, grid] = [call.shapeOfRank(0, 3), call.shapeOfRank(1, 3)];
  return { shape: [...input.slice(0, 2), ...grid.slice(1, -1)] };
};

/** Cropped or padded to these sizes. */
const centerCropPad: Rule = (call) => {
  const [input, sizes] = [call.shape(0), call.sizes(1)];
  const axes = call.axes(call.integers("axes") ?? input.map((_, axis) => axis), input.length);
  if (sizes === undefined) throw new NotKnown(`the size that ${call.node.name} makes is computed from data`);
  return { shape: axes.reduce<Shape>((shape, axis, index) => shape.with(axis, sizes[index] ?? openSize(call)), input) };
};

/** Columns of an image as blocks, back in their places. */
const columnsToImage: Rule = (call) => {
  const [n, columns] = call.shapeOfRank(0, 3) as [Dim, Dim];
  const [image, block] = [call.sizes(1), call.integers("block_shape", 2)];
  if (image === undefined || block === undefined)
    throw new NotKnown(`the size that ${call.node.name} makes is computed from data`);
  const cells = block.reduce((product, size) => product * size, 1);
  return { shape: [n, typeof columns === "number" ? Math.floor(columns / cells) : call.unknownSize(), ...image] };
};

export const resizeRules: Rules = {
  Pad: pad,
  Resize: resize,
  Upsample: resize,
  GridSample: gridSample,
  CenterCropPad: centerCropPad,
  Col2Im: columnsToImage,
};
