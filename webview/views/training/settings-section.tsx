/** What the training goes by, to be changed while it runs or is paused: for this run, never in the file. */
import { useState } from "preact/hooks";
import type { SettingsChange } from "../../../src/protocol/training.ts";
import type { ModelSnapshot } from "../../../src/protocol/view-contract.ts";
import { Message } from "../../components/message.tsx";
import { adjust } from "../../host.ts";
import { status } from "../../state/model.ts";
import { describeFileSetting, readSetting, type SettingName } from "../../words/settings.ts";
import { whyNotTrained } from "../../words/training.ts";
import { StepButton } from "../header.tsx";

export function SettingsSection({ model }: { readonly model: ModelSnapshot }) {
  const [refused, setRefused] = useState<string | undefined>(undefined);
  const file = model.fileSettings;
  const isIdle = (status.value?.state ?? "idle") === "idle";
  const run = status.value?.settings ?? file;
  const change = (wanted: SettingsChange): void => {
    setRefused(undefined);
    adjust(wanted).catch((error: Error) => setRefused(error.message));
  };
  const write = (name: SettingName, text: string): void => {
    const read = readSetting(name, text);
    if ("refused" in read) setRefused(read.refused);
    else change(read.change);
  };
  const common = { disabled: isIdle, onWrite: write, onChange: change };
  return (
    <div class="stack">
      <div class="settings">
        <OptimizerSetting run={run.optimizer} file={file.optimizer} disabled={isIdle} onChange={change} />
        <NumberSetting
          {...common}
          name="learningRate"
          title="Learning rate"
          run={run.learningRate}
          file={file.learningRate}
        />
        <NumberSetting {...common} name="batchSize" title="Batch size" run={run.batchSize} file={file.batchSize} />
      </div>
      {refused !== undefined && (
        <Message icon="problem" urgent>
          {refused}
        </Message>
      )}
      {isIdle ? <Idle model={model} /> : <Hint />}
    </div>
  );
}

function Idle({ model }: { readonly model: ModelSnapshot }) {
  return (
    <div class="fields">
      <p class="note">The file says so. While a training runs or waits, they can be changed for that run.</p>
      <StepButton broken={whyNotTrained(model)} />
    </div>
  );
}

function Hint() {
  return (
    <p class="note">
      For this run alone; the file stays as it is. Learning rate and optimizer change with the next batch, the batch
      size with the next epoch. Another optimizer begins without memory, with its usual learning rate.
    </p>
  );
}

interface NumberSettingProps {
  readonly name: SettingName;
  readonly title: string;
  readonly run: number;
  readonly file: number;
  readonly disabled: boolean;
  readonly onWrite: (name: SettingName, text: string) => void;
  readonly onChange: (change: SettingsChange) => void;
}

function NumberSetting({ name, title, run, file, disabled, onWrite, onChange }: NumberSettingProps) {
  return (
    <div class="setting">
      <label class="field-label" for={`setting-${name}`}>
        {title}
      </label>
      <input
        id={`setting-${name}`}
        type="text"
        inputMode="decimal"
        value={String(run)}
        disabled={disabled}
        onChange={(event) => {
          onWrite(name, event.currentTarget.value);
          // What goes stands in the field: a refused value is told below, a taken one comes back from the training.
          event.currentTarget.value = String(run);
        }}
      />
      <FileSays run={run} file={file} onUse={() => onChange({ [name]: file })} />
    </div>
  );
}

interface OptimizerSettingProps {
  readonly run: "sgd" | "adam";
  readonly file: "sgd" | "adam";
  readonly disabled: boolean;
  readonly onChange: (change: SettingsChange) => void;
}

function OptimizerSetting({ run, file, disabled, onChange }: OptimizerSettingProps) {
  return (
    <div class="setting">
      <label class="field-label" for="setting-optimizer">
        Optimizer
      </label>
      <select
        id="setting-optimizer"
        value={run}
        disabled={disabled}
        onChange={(event) => onChange({ optimizer: event.currentTarget.value === "sgd" ? "sgd" : "adam" })}
      >
        <option value="adam">adam</option>
        <option value="sgd">sgd</option>
      </select>
      <FileSays run={run} file={file} onUse={() => onChange({ optimizer: file })} />
    </div>
  );
}

interface FileSaysProps {
  readonly run: number | string;
  readonly file: number | string;
  readonly onUse: () => void;
}

function FileSays({ run, file, onUse }: FileSaysProps) {
  if (run === file) return <span />;
  return (
    <span class="note">
      {describeFileSetting(run, file)}{" "}
      <button type="button" class="link" onClick={onUse}>
        Use it
      </button>
    </span>
  );
}
