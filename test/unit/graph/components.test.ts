import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { strongComponents } from "../../../src/graph/components.ts";
import { reachedFrom } from "../../../src/graph/feeders.ts";
import { orderNodes } from "../../../src/graph/order.ts";

const graphs = fc
  .integer({ min: 0, max: 9 })
  .chain((size) =>
    fc.array(fc.array(fc.nat(Math.max(0, size - 1)), { maxLength: 3 }), { minLength: size, maxLength: size }),
  );

describe("strongly connected components", () => {
  test("hold exactly the nodes that reach each other", () => {
    fc.assert(
      fc.property(graphs, (next) => {
        const componentOf = new Map(strongComponents(next).flatMap((members, at) => members.map((node) => [node, at])));
        expect(componentOf.size).toBe(next.length);
        const reached = next.map((_, node) => reachedFrom([node], next));
        next.forEach((_, a) => {
          next.forEach((_, b) => {
            const together = reached[a]?.has(b) && reached[b]?.has(a);
            expect(componentOf.get(a) === componentOf.get(b)).toBe(together);
          });
        });
      }),
    );
  });

  test("of a hundred thousand nodes in a row are found without recursion", () => {
    const next = Array.from({ length: 100_000 }, (_, node) => (node === 0 ? [] : [node - 1]));
    expect(strongComponents(next)).toHaveLength(100_000);
  });
});

describe("the order of nodes", () => {
  test("has each behind its feeders, and leaves out only what a cycle holds up", () => {
    fc.assert(
      fc.property(graphs, (feeders) => {
        const order = orderNodes(feeders);
        order.forEach((node, at) => {
          for (const feeder of feeders[node] ?? []) expect(order.indexOf(feeder)).toBeLessThan(at);
          for (const feeder of feeders[node] ?? []) expect(order).toContain(feeder);
        });
        const left = feeders.map((_, node) => node).filter((node) => !order.includes(node));
        for (const node of left) expect(feeders[node]?.some((feeder) => left.includes(feeder))).toBe(true);
      }),
    );
  });
});
