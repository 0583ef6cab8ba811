/** String literals: plain, raw, formatted, bytes, and several in a row. */
import type { Concrete } from "./concrete.ts";
import { unescapeText } from "./constants.ts";
import { lowerExpression } from "./expressions.ts";
import { childOf, partsOf, type Reading, rangeOf, textOf } from "./reading.ts";
import type { Expression, Interpolation } from "./tree.ts";

type TextParts = readonly (string | Interpolation)[];

export function lowerString(reading: Reading, node: Concrete): Expression {
  const parts = partsOfString(reading, node);
  return parts === undefined
    ? { kind: "unknown", reason: "bytes are not followed", ...rangeOf(reading, node) }
    : textExpression(parts, reading, node);
}

export function lowerConcatenated(reading: Reading, node: Concrete): Expression {
  const parts = partsOf(node).map((string) => partsOfString(reading, string));
  if (parts.some((part) => part === undefined)) {
    return { kind: "unknown", reason: "bytes are not followed", ...rangeOf(reading, node) };
  }
  return textExpression(
    parts.flatMap((part) => part ?? []),
    reading,
    node,
  );
}

function textExpression(parts: TextParts, reading: Reading, node: Concrete): Expression {
  const range = rangeOf(reading, node);
  const plain = parts.filter((part) => typeof part === "string");
  if (plain.length === parts.length) return { kind: "constant", value: plain.join(""), ...range };
  return { kind: "text", parts, ...range };
}

/** `undefined` for bytes. */
function partsOfString(reading: Reading, node: Concrete): TextParts | undefined {
  const open = node.children.find(({ type }) => type === "string_start");
  const close = node.children.findLast(({ type }) => type === "string_end");
  if (open === undefined || close === undefined) return [""];
  const start = textOf(reading, open).toLowerCase();
  const quotes = start.replace(/^[a-z]+/, "");
  const prefix = start.slice(0, start.length - quotes.length);
  if (prefix.includes("b")) return undefined;
  const decode = prefix.includes("r") ? (text: string) => text : unescapeText;
  if (!prefix.includes("f")) return [decode(reading.text.slice(open.end, close.end - quotes.length))];
  return formattedParts(reading, node.children, decode);
}

function formattedParts(reading: Reading, children: readonly Concrete[], decode: (text: string) => string): TextParts {
  return children.flatMap((child): TextParts => {
    if (child.type === "string_content") {
      return [decode(textOf(reading, child)).replaceAll("{{", "{").replaceAll("}}", "}")];
    }
    return child.type === "interpolation" ? [lowerInterpolation(reading, child)] : [];
  });
}

function lowerInterpolation(reading: Reading, node: Concrete): Interpolation {
  const value = childOf(node, "expression");
  const conversion = childOf(node, "type_conversion");
  const format = childOf(node, "format_specifier");
  const equals = node.children.find(({ type }) => type === '"="');
  return {
    value: value ? lowerExpression(reading, value) : { kind: "constant", value: "", ...rangeOf(reading, node) },
    conversion: conversion ? textOf(reading, conversion).slice(1) : "",
    format: format ? formatParts(reading, format) : [],
    label: equals && value ? reading.text.slice(node.start + 1, equals.end) : "",
  };
}

/** A format's own interpolations, and the text between them. */
function formatParts(reading: Reading, node: Concrete): TextParts {
  const parts: (string | Interpolation)[] = [];
  let at = node.start + 1;
  for (const child of node.children) {
    if (child.type !== "format_expression" && child.type !== "interpolation") continue;
    parts.push(reading.text.slice(at, child.start), lowerInterpolation(reading, child));
    at = child.end;
  }
  parts.push(reading.text.slice(at, node.end));
  return parts.filter((part) => part !== "");
}
