/** One node of a graph or a function, with its attributes as values. */
import type { AttributeValue, OnnxNode } from "./model.ts";
import { tensorOf } from "./tensor.ts";
import type * as wire from "./wire/messages.ts";

export function opsetsOf(opsets: wire.ModelMessage["opsets"] = []): ReadonlyMap<string, number> {
  return new Map(opsets.map(({ domain = "", version = 1 }) => [ownDomain(domain), version]));
}

/** ONNX's own operators go by two names. */
export function ownDomain(domain: string): string {
  return domain === "ai.onnx" ? "" : domain;
}

export function readNode(
  { name, type = "", domain = "", inputs = [], outputs = [], attributes = [] }: Partial<wire.NodeMessage>,
  number: number,
  opsets: ReadonlyMap<string, number>,
): OnnxNode {
  const own = ownDomain(domain);
  return {
    number,
    name: name || outputs.find((output) => output !== "") || type,
    type,
    domain: own,
    opset: opsets.get(own) ?? 1,
    inputs,
    outputs,
    attributes: readAttributes(attributes),
  };
}

export function readAttributes(attributes: readonly Partial<wire.AttributeMessage>[]): Map<string, AttributeValue> {
  return new Map(
    attributes.flatMap((attribute) => {
      const value = readAttribute(attribute);
      return value === undefined ? [] : [[attribute.name ?? "", value] as const];
    }),
  );
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** By the type that the format gives to each kind of value (AttributeProto.AttributeType); what is 0 or empty is not written. */
const BY_TYPE: Readonly<Record<number, (attribute: Partial<wire.AttributeMessage>) => AttributeValue | undefined>> = {
  1: ({ float = 0 }) => float,
  2: ({ integer = 0 }) => integer,
  3: (attribute) => text(attribute.text ?? new Uint8Array()),
  4: ({ tensor }) => tensor && tensorOf(tensor),
  5: ({ graph }) => graph && { graph },
  6: ({ floats = [] }) => floats,
  7: ({ integers = [] }) => integers,
  8: ({ texts = [] }) => texts.map(text),
};

function readAttribute(attribute: Partial<wire.AttributeMessage>): AttributeValue | undefined {
  const type = attribute.type ?? kindOf(attribute);
  return type === undefined ? undefined : BY_TYPE[type]?.(attribute);
}

/** Files of ONNX's first year do not say the type. */
function kindOf(attribute: Partial<wire.AttributeMessage>): number | undefined {
  const kinds = ["float", "integer", "text", "tensor", "graph", "floats", "integers", "texts"] as const;
  const index = kinds.findIndex((kind) => attribute[kind] !== undefined);
  return index < 0 ? undefined : index + 1;
}
