/** A helper's life: it waits for a task, does its share with the weights that it is given, and waits again. */
import { readDataset } from "../data/dataset.ts";
import { predictInSteps } from "../engine/evaluate.ts";
import { createLoss } from "../engine/loss.ts";
import { buildNetwork, type Network } from "../engine/network.ts";
import { addGradients, type Share } from "../engine/share.ts";
import { analyse } from "../graph/analyse.ts";
import { fromPortable } from "../graph/portable.ts";
import { chooseBackend } from "../kernels/choose-backend.ts";
import { copyGradientsOut, copyWeightsIn } from "./all-weights.ts";
import { type Exchange, type Lane, place, tasks, tell, waitFor } from "./exchange.ts";
import type { HelperSetup } from "./helper-thread.ts";

/** Returns when it is told to end. Throws an `EngineError` if the model cannot be computed. */
export function serveHelper(setup: HelperSetup): void {
  const { exchange } = setup;
  const lane = exchange.lanes[setup.lane] as Lane;
  const { train, test } = readDataset(setup.files);
  const network = buildShare(setup);
  const share = { network, samples: train, loss: createLoss(network, setup.model.training.loss, train.classes) };
  const tested = { ...share, samples: test };
  for (let round = 1; ; round++) {
    while (!waitFor(lane.state, place.asked, round, Number.POSITIVE_INFINITY));
    const task = lane.state[place.task];
    if (task === tasks.end) return;
    copyWeightsIn(network, exchange.weights);
    if (task === tasks.batch) addShare(share, lane, exchange);
    else testShare(tested, lane, exchange);
    tell(lane.state, place.done, round);
  }
}

/** Dropout's stream must be another than that of each other thread; the weights will be the leader's. */
const seedsApart = 1_000_003;

function buildShare({ lane, model, network: { backend, seed, ...limits } }: HelperSetup): Network {
  const graph = fromPortable(model);
  return buildNetwork(graph, analyse(graph), {
    ...limits,
    observed: "output",
    backend: chooseBackend(backend),
    precision: "float32",
    seed: seed + (lane + 1) * seedsApart,
    gradients: true,
  });
}

function addShare(share: Share, lane: Lane, exchange: Exchange): void {
  const { state } = lane;
  const indices = exchange.batch.subarray(state[place.from], state[place.to]);
  const result = whileAsked(lane, addGradients(share, indices, state[place.of] as number));
  if (result === undefined) return;
  lane.loss[0] = result.loss;
  state[place.correct] = result.correct;
  state[place.broken] = result.broken ?? -1;
  copyGradientsOut(share.network, lane.gradients);
}

function testShare(share: Share, lane: Lane, exchange: Exchange): void {
  const { state } = lane;
  const range = { from: state[place.from] as number, to: state[place.to] as number };
  lane.loss[0] = whileAsked(lane, predictInSteps(share, range, exchange)) ?? Number.NaN;
  state[place.broken] = -1;
}

/** Goes to the end, unless something else is asked for meanwhile, which can only be to stop: `undefined` then. */
function whileAsked<T>({ state }: Lane, steps: Generator<void, T>): T | undefined {
  const asked = Atomics.load(state, place.asked);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (Atomics.load(state, place.asked) !== asked) return undefined;
  }
}
