/** Formulas: what is shown is what is evaluated. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calculate } from "../../../src/layers/formula.ts";

const value = (formula: string, letters: Record<string, number> = {}) => calculate("y", formula, letters).value;

describe("a formula", () => {
  it.each([
    ["multiplies before it adds", "2 + 3*4", 14],
    ["subtracts from left to right", "10 - 3 - 2", 5],
    ["divides from left to right", "16 / 4 / 2", 2],
    ["minds parentheses", "(2 + 3)*4", 20],
    ["rounds down", "floor(7 / 2)", 3],
    ["rounds up", "ceil(7 / 2)", 4],
    ["takes the least and the greatest of several", "min(3, 1 + 1, 4) + max(0, 5)", 7],
    ["reads decimals", "0.5*3", 1.5],
  ])("%s: %s", (_claim, formula, expected) => {
    expect(value(formula)).toBe(expected);
  });

  it("is printed with its letters and with its numbers, beside its value", () => {
    expect(calculate("oh", "ceil((h - kh + 1) / sh)", { h: 28, kh: 3, sh: 2 })).toEqual({
      symbol: "oh",
      letters: "ceil((h - kh + 1) / sh)",
      numbers: "ceil((28 - 3 + 1) / 2)",
      value: 13,
    });
  });

  it("gives each call its own numbers", () => {
    expect([value("a*b", { a: 2, b: 3 }), value("a*b", { a: 5, b: 7 })]).toEqual([6, 35]);
  });

  it("is itself again, spaces aside, when its letters are printed", () => {
    expect(calculate("y", "max( (a-1)*s+k ,0)/2", { a: 1, s: 1, k: 4 }).letters).toBe("max((a - 1)*s + k, 0) / 2");
  });
});

interface Known {
  readonly text: string;
  readonly value: number;
}

/** Formulas in full parentheses, with their values by JavaScript's own arithmetic. */
const { known } = fc.letrec<{ known: Known; atom: Known; operation: Known; call: Known }>((tie) => ({
  known: fc.oneof({ maxDepth: 4 }, tie("atom"), tie("operation"), tie("call")),
  atom: fc.nat(50).map((number) => ({ text: String(number), value: number })),
  operation: fc.tuple(tie("known"), fc.constantFrom("+", "-", "*"), tie("known")).map(([left, operator, right]) => ({
    text: `(${left.text} ${operator} ${right.text})`,
    value: { "+": left.value + right.value, "-": left.value - right.value, "*": left.value * right.value }[operator],
  })),
  call: fc.tuple(fc.constantFrom("min", "max"), tie("known"), tie("known")).map(([name, a, b]) => ({
    text: `${name}(${a.text}, ${b.text})`,
    value: name === "min" ? Math.min(a.value, b.value) : Math.max(a.value, b.value),
  })),
}));

describe("any formula", () => {
  it("has the value that arithmetic gives it, and its printed form has the same", () => {
    fc.assert(
      fc.property(known, ({ text, value: expected }) => {
        const step = calculate("y", text, {});
        expect(step.value).toBe(expected);
        expect(value(step.numbers)).toBe(expected);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

describe("a mistake in a layer's record is thrown", () => {
  it.each([
    ["a letter without a value", "h + 1", "no value for h"],
    ["a function that is unknown", "round(1)", "unknown round"],
    ["an end that comes too early", "1 +", "ends too early"],
    ["a parenthesis that is not closed", "(1 + 2", "expected )"],
    ["a call that is not closed", "max(1, 2", "expected )"],
    ["something behind the end", "1 2", "unexpected 2"],
    ["a sign that is none", "1 + $", "unexpected $"],
    ["nothing at all", "", "ends too early"],
  ])("%s: %s", (_claim, formula, message) => {
    expect(() => value(formula)).toThrow(message);
  });
});
