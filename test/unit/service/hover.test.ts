import { describe, expect, test } from "vitest";
import { hoverAt } from "../../../src/service/hover.ts";
import { articleAt, hover, model, stack } from "./model.ts";

/** The lines of the calculation, as they stand below each other. */
function calculation(marked: string): string[] {
  const block = /```text\n(.*?)\n```/s.exec(hover(marked))?.[1];
  return block === undefined ? [] : block.split("\n");
}

/** The calculation of one layer over one input. */
function calculationOf(input: string, layer: string): string[] {
  return calculation(stack(input, `‸${layer}`));
}

describe("hover over a layer", () => {
  test("the title names the layer, the shapes come next", () => {
    const [title, shapes] = hover(articleAt('{ "type": "conv2d", "filters": 16')).split("\n\n");
    expect(title).toBe("**conv2d_2** · 2-D convolution (conv2d)");
    expect(shapes).toBe("**28 × 28 × 8 → 13 × 13 × 16**");
  });

  test("every number is calculated in letters and in the layer's own numbers", () => {
    expect(calculation(articleAt('{ "type": "conv2d", "filters": 16'))).toEqual([
      "        oh = ceil((h - kh + 1) / sh) = ceil((28 - 3 + 1) / 2) = 13",
      "        ow = ceil((w - kw + 1) / sw) = ceil((28 - 3 + 1) / 2) = 13",
      "parameters = kernel + bias = 3*3*8*16 + 16 = 1,168",
      "      MACs = oh*ow*kh*kw*i*o = 13*13*3*3*8*16 = 194,688",
    ]);
  });

  test("same padding shows how many zeros it adds", () => {
    expect(calculation(articleAt('{ "type": "conv2d", "filters": 8')).slice(0, 3)).toEqual([
      "          oh = ceil(h / sh) = ceil(28 / 1) = 28",
      // What is longer than a hover is wide.
      "top + bottom = max((oh - 1)*sh + kh - h, 0)",
      "             = max((28 - 1)*1 + 3 - 28, 0) = 2",
    ]);
  });

  test("flatten counts its features", () => {
    expect(calculation(articleAt('{ "type": "flatten"'))).toEqual(["features = h*w*c = 13*13*16 = 2,704"]);
  });

  test("dense shows its weights and MACs", () => {
    expect(calculation(articleAt('{ "type": "dense"'))).toEqual([
      "parameters = kernel + bias = 2704*10 + 10 = 27,050",
      "      MACs = i*o = 2704*10 = 27,040",
    ]);
  });

  test("a layer that calculates nothing shows no empty block", () => {
    const marked = stack("[8]", '‸{ "type": "dropout" }');
    expect(hover(marked)).toContain("**8 → 8**");
    expect(hover(marked)).not.toContain("```");
  });

  test.each([
    [
      "one bias for each place of the output",
      '{ "type": "conv2d", "filters": 8, "kernelSize": 3, "padding": "same", "bias": "perPosition" }',
      "  parameters = kernel + bias = 3*3*1*8 + 28*28*8 = 6,344",
    ],
    [
      "no bias",
      '{ "type": "conv2d", "filters": 8, "kernelSize": 3, "bias": false }',
      "parameters = kernel = 3*3*1*8 = 72",
    ],
  ])("%s is counted", (_claim, layer, line) => {
    expect(calculationOf("[28, 28, 1]", layer)).toContain(line);
  });

  test("groups share the input's channels out", () => {
    const lines = calculationOf("[9, 9, 4]", '{ "type": "conv2d", "filters": 6, "kernelSize": 3, "groups": 2 }');
    expect(lines).toContain("parameters = kernel + bias = 3*3*2*6 + 6 = 114");
    expect(lines).toContain("      MACs = oh*ow*kh*kw*(i / g)*o = 7*7*3*3*(4 / 2)*6 = 5,292");
  });

  test("dilation spreads the kernel", () => {
    const lines = calculationOf("[9, 9, 1]", '{ "type": "conv2d", "filters": 1, "kernelSize": 3, "dilation": [2, 1] }');
    expect(lines.slice(0, 2)).toEqual([
      "        oh = ceil((h - ((kh - 1)*rh + 1) + 1) / sh)",
      "           = ceil((9 - ((3 - 1)*2 + 1) + 1) / 1) = 5",
    ]);
    expect(lines[2]).toBe("        ow = ceil((w - kw + 1) / sw) = ceil((9 - 3 + 1) / 1) = 7");
  });

  test.each([
    [
      "all four sides of same padding",
      articleAt('{ "type": "conv2d", "filters": 8'),
      "Padding: top 1, right 1, bottom 1, left 1.",
    ],
    ["no padding", articleAt('{ "type": "conv2d", "filters": 16'), "Padding: top 0, right 0, bottom 0, left 0."],
    [
      "the odd zero at the bottom and right",
      stack("[28, 28, 1]", '‸{ "type": "conv2d", "filters": 8, "kernelSize": 3, "strides": 2, "padding": "same" }'),
      "Padding: top 0, right 1, bottom 1, left 0.",
    ],
    [
      "the row and column that a stride leaves",
      articleAt('{ "type": "conv2d", "filters": 16'),
      "The last row and the last column are read by no window.",
    ],
    [
      "the gaps of a stride larger than the kernel",
      stack("[8, 8, 1]", '‸{ "type": "maxPool2d", "poolSize": 2, "strides": 3 }'),
      "Rows 2 and 5 and columns 2 and 5, counted from 0, are read by no window: the stride is larger than the kernel.",
    ],
    [
      "the receptive field and its step",
      articleAt('{ "type": "conv2d", "filters": 16'),
      "Receptive field: 5 × 5 input cells, moving by 2.",
    ],
    [
      "a receptive field of one cell",
      stack("[8, 8, 1]", '‸{ "type": "conv2d", "filters": 1, "kernelSize": 1, "strides": [1, 2] }'),
      "Receptive field: 1 × 1 input cell, moving by 1 × 2.",
    ],
    [
      "what a value sees at most, where neighbours share cells",
      stack("[8, 8, 1]", '{ "type": "upsample2d", "size": 2 }', '‸{ "type": "conv2d", "filters": 1, "kernelSize": 3 }'),
      "Receptive field: at most 2 × 2 input cells, moving by 0.5.",
    ],
    [
      "the padding of a transposed convolution as what it crops",
      stack(
        "[4, 4, 1]",
        '‸{ "type": "conv2dTranspose", "filters": 1, "kernelSize": 3, "strides": 2, "padding": "same" }',
      ),
      "Cropped from the output: top 0, right 1, bottom 1, left 0.",
    ],
    [
      "the gaps that a transposed convolution leaves",
      stack("[2, 2, 1]", '‸{ "type": "conv2dTranspose", "filters": 1, "kernelSize": 1, "strides": 2 }'),
      "are written by no kernel: the stride is larger than the kernel.",
    ],
    [
      "how many numbers are measured",
      stack("[4, 4, 8]", '‸{ "type": "batchNorm" }'),
      "16 of the parameters are measured while training, not trained.",
    ],
    ["a layer that sees all", articleAt('{ "type": "dense"'), "Receptive field: the whole input."],
    ["the output's size in memory", articleAt('{ "type": "conv2d", "filters": 16'), "2,704 numbers, 10.6 KiB."],
    ["a small output in bytes", articleAt('{ "type": "dense"'), "10 numbers, 40 bytes."],
    ["what the layer does", articleAt('{ "type": "flatten"'), "Writes the image as one row"],
  ])("it tells %s", (_claim, marked, sentence) => {
    expect(hover(marked)).toContain(sentence);
  });

  test("a layer with a name of its own is called by it", () => {
    const marked = stack("[8, 8, 1]", '‸{ "type": "flatten", "name": "a *row*" }');
    expect(hover(marked)).toContain("**a \\*row\\*** · Flatten (flatten)");
  });

  test("it spans the layer's text", () => {
    const { document, text, at } = model(articleAt('{ "type": "flatten"'));
    const range = hoverAt(document, at)?.range;
    expect(text.slice(range?.start, range?.end)).toBe('{ "type": "flatten" }');
  });
});

describe("hover over a join", () => {
  test("every input has its shape", () => {
    const marked = stack(
      "[4, 4, 1]",
      '{ "type": "dropout", "name": "a" }',
      '{ "type": "conv2d", "filters": 3, "kernelSize": 1, "inputs": ["input"], "name": "b" }',
      '‸{ "type": "concat", "inputs": ["a", "b"] }',
    );
    expect(hover(marked)).toContain("**4 × 4 × 1, 4 × 4 × 3 → 4 × 4 × 4**");
  });
});

describe("hover over a layer that is not known", () => {
  test("it tells what comes in and what is wrong", () => {
    const markdown = hover(stack("[28, 28, 1]", '‸{ "type": "conv3d", "filters": 8 }'));
    expect(markdown).toContain("**28 × 28 × 1 → unknown**");
    expect(markdown).toContain("conv3d");
  });

  test("a kernel larger than its input names both sizes", () => {
    const markdown = hover(stack("[4, 4, 1]", '‸{ "type": "conv2d", "filters": 1, "kernelSize": 5 }'));
    expect(markdown).toContain("**4 × 4 × 1 → unknown**");
    expect(markdown).toContain("its window covers 5 × 5, but the input is only 4 × 4");
  });

  test("a layer behind it names the one to mend", () => {
    const markdown = hover(stack("[4, 4, 1]", '{ "type": "conv3d", "name": "broken" }', '‸{ "type": "flatten" }'));
    expect(markdown).toContain("**unknown → unknown**");
    expect(markdown).toContain("Unknown, because broken has the unknown type conv3d.");
  });
});

describe("hover over an attribute", () => {
  test("its value, its default and its meaning come first, the layer follows", () => {
    const [first, doc, rule, title] = hover(articleAt('"strides"')).split("\n\n");
    expect(first).toBe("**strides** = 2 × 2 · default 1 × 1");
    expect(doc).toBe("Cells by which the kernel moves, down and to the right.");
    expect(rule).toBe("---");
    expect(title).toBe("**conv2d_2** · 2-D convolution (conv2d)");
  });

  test.each([
    ["a required one", articleAt('"units"'), "**units** = 10 · required"],
    ["a text", articleAt('"same"'), "**padding** = same · default valid"],
    ["an activation", articleAt('"relu"'), "**activation** = relu · default linear"],
    [
      "an activation with its slope",
      stack("[4]", '{ "type": "activation", "function": { "type": "leakyRelu", "alpha": 0.1‸ } }'),
      "**function** = leakyRelu (alpha 0.1) · required",
    ],
    [
      "four sides",
      stack("[4, 4, 1]", '{ "type": "conv2d", "filters": 1, "kernelSize": 1, ‸"padding": { "left": 2 } }'),
      "**padding** = top 0, right 0, bottom 0, left 2 · default valid",
    ],
    [
      "one that may be left out",
      stack("[4, 4, 1]", '{ "type": "maxPool2d", ‸"strides": 1 }'),
      "**strides** = 1 × 1 · may be left out",
    ],
    [
      "a truth value",
      stack("[4]", '{ "type": "dense", "units": 1, ‸"bias": false }'),
      "**bias** = false · default true",
    ],
  ])("%s shows as it was read", (_claim, marked, line) => {
    expect(hover(marked).split("\n")[0]).toBe(line);
  });

  test("in a broken layer it tells what it must be", () => {
    const markdown = hover(stack("[4]", '{ "type": "dense", ‸"units": 0 }'));
    expect(markdown.split("\n")[0]).toBe("**units** · required");
    expect(markdown).toContain("Must be a whole number of at least 1.");
  });

  test.each(['"type"', '"kind"'])("a key that is no attribute shows the layer alone: %s", (key) => {
    const marked = stack("[4]", '{ "type": "dense", "kind": 1, "units": 2 }').replace(key, () => `‸${key}`);
    expect(hover(marked)).toMatch(/^\*\*dense_1\*\*/);
  });

  test("it spans the key and its value", () => {
    const { document, text, at } = model(articleAt('"kernelSize": [3'));
    const range = hoverAt(document, at)?.range;
    expect(text.slice(range?.start, range?.end)).toBe('"kernelSize": [3, 3]');
  });
});

describe("hover elsewhere", () => {
  test("the input tells its axes and how many numbers a sample has", () => {
    const markdown = hover(articleAt("[28, 28, 1]"));
    expect(markdown).toContain("**28 × 28 × 1**");
    expect(markdown).toContain("One sample has 784 numbers: height 28, width 28, channels 1.");
  });

  test("a wrong input tells what it should be", () => {
    const markdown = hover(stack('‸"large"', '{ "type": "flatten" }'));
    expect(markdown).toContain("**unknown**");
    expect(markdown).toContain("[height, width, channels]");
  });

  test("between the layers there is nothing to say", () => {
    const { document, at } = model(articleAt('"layers"'));
    expect(hoverAt(document, at)).toBeUndefined();
  });
});
