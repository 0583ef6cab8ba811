import { describe, expect, test } from "vitest";
import { orderNodes } from "../../../src/graph/order.ts";

describe("the order of computation", () => {
  test("is the file's where every layer names earlier ones, whatever branches there are", () => {
    expect(orderNodes([[], [0], [1], [0], [2, 3], [4, 0]])).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("brings a later layer forward only as far as another one waits for it", () => {
    expect(orderNodes([[3], [], [0], [], [2]])).toEqual([3, 0, 1, 2, 4]);
  });

  test("takes the feeders of one layer in the order in which it names them", () => {
    expect(orderNodes([[2, 1], [], []])).toEqual([2, 1, 0]);
  });

  test("leaves out a cycle and what waits for it, and keeps what feeds it", () => {
    expect(orderNodes([[], [0, 3], [1], [2], [3], [0]])).toEqual([0, 5]);
  });

  test("reaches through a hundred thousand layers listed backwards", () => {
    const count = 100_000;
    const order = orderNodes(Array.from({ length: count }, (_, node) => (node < count - 1 ? [node + 1] : [])));
    expect(order).toHaveLength(count);
    expect(order.slice(0, 2)).toEqual([count - 1, count - 2]);
  });
});
