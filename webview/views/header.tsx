/** What model this is, how its training stands, and the buttons that change it. */

import type { TrainingStatus } from "../../src/protocol/training.ts";
import type { ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { Button } from "../components/button.tsx";
import { Icon } from "../components/icon.tsx";
import { Message } from "../components/message.tsx";
import { command } from "../host.ts";
import { notice, status } from "../state/model.ts";
import { factsOf, shareDone, titleOf, whyNotTrained } from "../words/training.ts";

export function Header({ model }: { readonly model: ModelSnapshot }) {
  const training = status.value ?? model.training;
  return (
    <header class="header">
      <div class="header-row">
        <h1>{model.fileName}</h1>
        <TrainingButtons state={training.state} broken={whyNotTrained(model)} trained={training.step > 0} />
      </div>
      {training.state === "idle" && model.broken !== undefined ? (
        <p class="header-row broken-words" role="status">
          <Icon name="problem" />
          <span>{model.broken}</span>
        </p>
      ) : (
        <div class="header-row training-row">
          <span class="training-title" role="status">
            {titleOf(training)}
          </span>
          <TrainingFacts training={training} />
        </div>
      )}
      <Progress training={training} />
      {training.state === "idle" && model.broken === undefined && training.ended && <Message>{training.ended}</Message>}
      {notice.value && (
        <Message icon="problem" urgent>
          {notice.value}{" "}
          <Button
            onClick={() => {
              notice.value = undefined;
            }}
          >
            Dismiss
          </Button>
        </Message>
      )}
    </header>
  );
}

interface TrainingButtonsProps {
  readonly state: TrainingStatus["state"];
  readonly broken: string | undefined;
  readonly trained: boolean;
}

/** The same four in every state, so that none moves under the pointer and the focus stays. */
function TrainingButtons({ state, broken, trained }: TrainingButtonsProps) {
  const { icon, words, name } = mainButton(state, trained);
  const hint = state === "idle" ? broken : undefined;
  return (
    <fieldset class="buttons training-buttons" aria-label="Training">
      <Button icon={icon} primary disabled={hint !== undefined} hint={hint} onClick={() => void command(name)}>
        {words}
      </Button>
      <StepButton broken={state === "running" ? "Pause the training to go on batch by batch" : broken} />
      <Button
        icon="stop"
        disabled={state === "idle"}
        hint={state === "idle" ? "No training runs" : "Ends the training; what was learned stays"}
        onClick={() => void command("stop")}
      >
        Stop
      </Button>
      <Button
        icon="reset"
        hint={`${state === "idle" ? "Drops" : "Stops the training and drops"} what was learned: the weights start anew from the seed`}
        onClick={() => void command("resetWeights")}
      >
        Reset weights
      </Button>
    </fieldset>
  );
}

function mainButton(state: TrainingStatus["state"], trained: boolean) {
  if (state === "running") return { icon: "pause", words: "Pause", name: "pause" } as const;
  if (state === "paused") return { icon: "play", words: "Resume", name: "resume" } as const;
  return { icon: "play", words: trained ? "Train again" : "Train", name: "train" } as const;
}

/** Stands where there is nothing to see before a training. */
export function TrainButton({ broken }: { readonly broken: string | undefined }) {
  return (
    <Button icon="play" primary disabled={broken !== undefined} hint={broken} onClick={() => void command("train")}>
      Train
    </Button>
  );
}

export function StepButton({ broken }: { readonly broken: string | undefined }) {
  return (
    <Button
      icon="step"
      disabled={broken !== undefined}
      hint={broken ?? "Trains with one batch, then waits"}
      onClick={() => void command("step")}
    >
      Step one batch
    </Button>
  );
}

function TrainingFacts({ training }: { readonly training: TrainingStatus }) {
  return (
    <dl class="facts">
      {factsOf(training).map(({ name, value }) => (
        <div key={name} class={name === "computed by" ? "engine" : ""}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Progress({ training }: { readonly training: TrainingStatus }) {
  const share = shareDone(training);
  if (share === undefined) return null;
  const percent = Math.round(share * 100);
  return (
    <div
      class={training.state === "running" ? "progress" : "progress still"}
      role="progressbar"
      aria-label="Training"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={`${percent} %`}
    >
      <span style={{ width: `${share * 100}%` }} />
    </div>
  );
}
