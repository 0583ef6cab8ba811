/**
 * What the reader says about a text, written into it: under each line the issues that begin there, marked by `^^^`, with
 * their fixes; below the text a line for each layer with its shape, or why it is unknown. The corpus is kept in this form.
 */

import { readCnnJson } from "../../../../src/formats/cnn-json/read.ts";
import type { ModelDocument } from "../../../../src/formats/model-document.ts";
import type { TextIssue } from "../../../../src/graph/issue.ts";
import { formatShape } from "../../../../src/tensor/shape.ts";

const FILE_NAME = "models/case.cnn.json";

export function annotate(source: string): string {
  const document = readCnnJson(source, FILE_NAME);
  const lines: string[] = [];
  let start = 0;
  for (const line of source.split("\n")) {
    lines.push(line);
    for (const issue of document.issues) {
      const column = issue.range.start - start;
      if (column >= 0 && column <= line.length) lines.push(...describe(issue, column, line.length));
    }
    start += line.length + 1;
  }
  return [...lines, ...shapes(document)].join("\n");
}

/** The source within an annotated text. */
export function stripAnnotations(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*\^+ (error|warning|information) |^\s*fix: |^-> /.test(line))
    .join("\n");
}

function describe({ severity, code, message, range, fixes }: TextIssue, column: number, width: number): string[] {
  const indent = " ".repeat(column);
  const length = Math.max(1, Math.min(range.end - range.start, width - column));
  return [
    `${indent}${"^".repeat(length)} ${severity} ${code}: ${message}`,
    ...fixes.map(({ title }) => `${indent}fix: ${title}`),
  ];
}

function shapes({ graph, analysis }: ModelDocument): string[] {
  return analysis.nodes.map((node, index) => {
    const name = graph.nodes[index]?.name;
    return node.known ? `-> ${name}: ${formatShape(node.shape.output)}` : `-> ${name} is unknown: ${node.reason}`;
  });
}
