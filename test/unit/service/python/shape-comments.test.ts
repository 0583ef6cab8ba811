import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "../../../../scripts/root.ts";
import type { TextIssue } from "../../../../src/graph/issue.ts";
import { checkShapeComments } from "../../../../src/service/python/shape-comments.ts";
import { readText } from "../../formats/python/read-text.ts";

const lenet = readFileSync(inRoot("examples", "lenet.py"), "utf8");
const conv = "self.conv2 = nn.Conv2d(6, 16, kernel_size=5)";

/** What is told about a comment behind the second convolution, which gives [1, 16, 10, 10]. */
function told(comment: string): readonly TextIssue[] {
  expect(lenet).toContain(conv);
  return checkShapeComments(readText(lenet.replace(conv, `${conv}  ${comment}`)));
}

const RIGHT = [
  "# -> (N, 16, 10, 10)",
  "# shape: [?, 16, 10, 10]",
  "# output shape: (16, 10, 10)",
  "# B x 16 x 10 x 10",
  "# 16x10x10",
  "# (10, 10)",
  "# torch.Size([1, 16, 10, 10])",
];
const WRONG = ["# -> [N, 16, 12, 12]", "# B x 16 x 12 x 12", "# 16x12x12", "# out: (10, 12)"];
const NO_SHAPES = ["# 5 x 5 kernel", "# was 32 x 32", "# (see the paper)"];

test.each(RIGHT)("the comment %s agrees", (comment) => expect(told(comment)).toEqual([]));

test.each(WRONG)("the comment %s is told to be wrong", (comment) => expect(told(comment)).toHaveLength(1));

test.each(NO_SHAPES)("the comment %s is no shape", (comment) => expect(told(comment)).toEqual([]));
