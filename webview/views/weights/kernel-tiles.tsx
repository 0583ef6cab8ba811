/** A convolution's kernel: a tile for each filter, beside it its gradient and its change; a page of them at a time. */
import { useMemo, useRef } from "preact/hooks";
import type { WeightView } from "../../../src/protocol/inspection.ts";
import { clampIndex } from "../../choices.ts";
import { Pager } from "../../components/pager.tsx";
import { Stepper } from "../../components/stepper.tsx";
import { chooseFilters, filterStatistics } from "../../geometry/filter-statistics.ts";
import type { KernelPlan } from "../../geometry/tile-sources.ts";
import { choices, choose } from "../../state/model.ts";
import { describePlaces, KernelControls, NoneLikeThat } from "./kernel-controls.tsx";
import { KernelPage } from "./kernel-page.tsx";
import { weightParts } from "./weight-parts.ts";

export interface KernelTilesProps {
  readonly weight: WeightView;
  readonly plan: KernelPlan;
  readonly groups: number;
  /** Stands in the captions. */
  readonly bias: WeightView | undefined;
  /** Whether the layer is calculated and derived weight by weight, so that a click leads there. */
  readonly leads: boolean;
}

const PAGE = 32;

export function KernelTiles(props: KernelTilesProps) {
  const { weight, plan, groups } = props;
  const { channel, inputChannel, kernelSort, kernelChoice } = choices.value;
  const filters = useMemo(() => filterStatistics(plan, weight), [plan, weight]);
  const order = useMemo(() => chooseFilters(filters, kernelChoice, kernelSort), [filters, kernelChoice, kernelSort]);
  const parts = useMemo(() => weightParts(weight), [weight]);
  // In groups each filter has weights for its own group's channels alone, counted from its first one.
  const choice = groups > 1 ? inputChannel % plan.choices : clampIndex(inputChannel, plan.choices);
  const chosen = clampIndex(channel, plan.tiles);
  const { first, turnTo } = usePage(order, chosen);
  const page = useMemo(() => order.slice(first, first + PAGE), [order, first]);
  const firstOfGroup = (filter: number): number =>
    groups > 1 ? Math.floor((filter * groups) / plan.tiles) * plan.choices : 0;
  const noun = plan.tilesAre === "filters" ? "filter" : "channel";
  const inFile = kernelSort === "number" && kernelChoice === "all";
  const controls = (
    <>
      {plan.choices > 1 && (
        <Stepper
          label={groups > 1 ? "Input channel of the group" : "Input channel"}
          value={choice}
          count={plan.choices}
          onChange={(next) => choose({ inputChannel: firstOfGroup(chosen) + next })}
        />
      )}
      {plan.tiles > 1 && <KernelControls filters={filters} noun={noun} />}
      <Pager
        noun={noun}
        first={first}
        count={page.length}
        total={order.length}
        page={PAGE}
        onFirst={turnTo}
        {...(inFile ? {} : { words: describePlaces(first, page.length, order.length) })}
      />
    </>
  );
  return page.length > 0 ? (
    <KernelPage
      {...props}
      {...{ controls, filters, parts, page, choice, noun, firstOfGroup }}
      chosen={page.indexOf(chosen)}
    />
  ) : (
    <div class="empty">
      <div class="fields">{controls}</div>
      <NoneLikeThat noun={noun} />
    </div>
  );
}

/** The page with the chosen filter; another order is looked at from its beginning, until a filter is chosen. */
function usePage(order: readonly number[], chosen: number) {
  const { kernelSort, kernelChoice } = choices.value;
  const key = `${kernelSort} ${kernelChoice}`;
  const pageOf = (place: number): number => Math.floor(Math.max(0, place) / PAGE) * PAGE;
  const looked = useRef({ key, chosen, first: pageOf(order.indexOf(chosen)) });
  if (looked.current.key !== key) looked.current = { key, chosen, first: 0 };
  if (looked.current.chosen !== chosen) looked.current = { key, chosen, first: pageOf(order.indexOf(chosen)) };
  const turnTo = (place: number): void => {
    const channel = order[place] ?? 0;
    looked.current = { key, chosen: channel, first: pageOf(place) };
    choose({ channel });
  };
  return { first: looked.current.first < order.length ? looked.current.first : 0, turnTo };
}
