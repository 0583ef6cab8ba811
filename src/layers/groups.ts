import type { LayerIssue } from "./layer.ts";

/** Groups must divide the channels that come in and the filters that go out. */
export function checkGroups(channels: number, filters: number, groups: number): LayerIssue | undefined {
  if (channels % groups !== 0) {
    return {
      code: "shape/groups-divide-channels",
      message: `{name} splits its input into ${groups} groups, but the ${channels} channels it gets cannot be split evenly. Set groups to a divisor of ${channels}.`,
      attribute: "groups",
    };
  }
  if (filters % groups !== 0) {
    return {
      code: "shape/groups-divide-filters",
      message: `{name} splits its ${filters} filters into ${groups} groups, which leaves a remainder. Set filters to ${Math.ceil(filters / groups) * groups}.`,
      attribute: "filters",
      remedy: { kind: "set", attribute: "filters", value: Math.ceil(filters / groups) * groups },
    };
  }
  return undefined;
}
