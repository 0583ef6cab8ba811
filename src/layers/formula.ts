/**
 * Formulas that are shown are the formulas that are evaluated: one text, parsed once, evaluated with the layer's numbers
 * and printed with letters and with numbers. The grammar is deliberately small: numbers, letters, `+ - * /`,
 * parentheses, and the functions ceil, floor, min and max.
 */

type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "letter"; readonly name: string }
  | { readonly kind: "operation"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "call"; readonly name: string; readonly operands: readonly Expression[] }
  | { readonly kind: "group"; readonly inner: Expression };

export type Letters = Readonly<Record<string, number>>;

/** One line of a calculation: `oh = ceil((h - kh + 1) / sh) = ceil((28 - 3 + 1) / 2) = 13`. */
export interface Step {
  readonly symbol: string;
  readonly letters: string;
  readonly numbers: string;
  readonly value: number;
}

interface Formula {
  readonly expression: Expression;
  readonly letters: string;
  /** The letters' text cut at its letters: text and letter in turns, so that printing numbers is only joining. */
  readonly pieces: readonly string[];
}

const parsed = new Map<string, Formula>();

/** Evaluates the formula. Throws if the text is no formula or a letter has no value: both are mistakes of a layer's record. */
export function calculate(symbol: string, formula: string, values: Letters): Step {
  const { expression, letters, pieces } = parseOnce(formula);
  let numbers = "";
  pieces.forEach((piece, index) => {
    numbers += index % 2 === 0 ? piece : numberFor(piece, values);
  });
  return { symbol, letters, numbers, value: evaluate(expression, values) };
}

function parseOnce(text: string): Formula {
  let formula = parsed.get(text);
  if (formula === undefined) {
    const expression = parse(text);
    const letters = print(expression, (name) => name);
    formula = { expression, letters, pieces: print(expression, (name) => `\n${name}\n`).split("\n") };
    parsed.set(text, formula);
  }
  return formula;
}

function numberFor(name: string, values: Letters): number {
  const value = values[name];
  if (value === undefined) throw new Error(`formula: no value for ${name}`);
  return value;
}

const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

const functions: Readonly<Record<string, (...operands: number[]) => number>> = {
  ceil: Math.ceil,
  floor: Math.floor,
  min: Math.min,
  max: Math.max,
};

function evaluate(expression: Expression, values: Letters): number {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "letter":
      return numberFor(expression.name, values);
    case "group":
      return evaluate(expression.inner, values);
    case "operation":
      return lookUp(operations, expression.operator)(
        evaluate(expression.left, values),
        evaluate(expression.right, values),
      );
    case "call":
      return lookUp(functions, expression.name)(...expression.operands.map((operand) => evaluate(operand, values)));
  }
}

function print(expression: Expression, letter: (name: string) => string): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "letter":
      return letter(expression.name);
    case "group":
      return `(${print(expression.inner, letter)})`;
    case "operation": {
      const gap = expression.operator === "*" ? "" : " ";
      return [print(expression.left, letter), expression.operator, print(expression.right, letter)].join(gap);
    }
    case "call":
      return `${expression.name}(${expression.operands.map((operand) => print(operand, letter)).join(", ")})`;
  }
}

function lookUp<T>(table: Readonly<Record<string, T>>, name: string): T {
  const found = table[name];
  if (found === undefined) throw new Error(`formula: unknown ${name}`);
  return found;
}

/** Recursive descent: sum -> product -> atom. */
function parse(formula: string): Expression {
  const tokens = formula.match(/[A-Za-z]\w*|\d+(?:\.\d+)?|[-+*/(),]|\S/g) ?? [];
  let next = 0;

  function expect(token: string): void {
    if (tokens[next] !== token) throw new Error(`formula: expected ${token} in "${formula}"`);
    next++;
  }

  function chain(operators: string, operand: () => Expression): Expression {
    let left = operand();
    for (let operator = tokens[next]; operator !== undefined && operators.includes(operator); operator = tokens[next]) {
      next++;
      left = { kind: "operation", operator, left, right: operand() };
    }
    return left;
  }

  const sum = (): Expression => chain("+-", product);
  const product = (): Expression => chain("*/", atom);

  function atom(): Expression {
    const token = tokens[next++];
    if (token === undefined) throw new Error(`formula: "${formula}" ends too early`);
    if (/^\d/.test(token)) return { kind: "number", value: Number(token) };
    if (token === "(") {
      const inner = sum();
      expect(")");
      return { kind: "group", inner };
    }
    if (!/^[A-Za-z]/.test(token)) throw new Error(`formula: unexpected ${token} in "${formula}"`);
    return tokens[next] === "(" ? call(token) : { kind: "letter", name: token };
  }

  function call(name: string): Expression {
    lookUp(functions, name);
    expect("(");
    const operands = [sum()];
    while (tokens[next] === ",") {
      next++;
      operands.push(sum());
    }
    expect(")");
    return { kind: "call", name, operands };
  }

  const whole = sum();
  if (next !== tokens.length) throw new Error(`formula: unexpected ${tokens[next]} in "${formula}"`);
  return whole;
}
