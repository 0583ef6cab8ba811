/** The host's truth as it came in through `host.ts`, and what the person chose. Views read from here and own nothing that matters. */
import { computed, signal } from "@preact/signals";
import type { ModelSnapshot } from "../../src/protocol/view-contract.ts";
import { type Choices, readChoices } from "../choices.ts";
import type { TrainingRecord } from "../training-record.ts";

/** `undefined` until the host has answered for the first time. */
export const model = signal<ModelSnapshot | undefined>(undefined);
/** Whether it is the one that the page came with, which the host has not confirmed yet. */
export const given = signal(false);
export const training = signal<TrainingRecord | undefined>(undefined);
export const status = computed(() => training.value?.status);
/** The selected layer, by index; -1 is the input. Runs ahead of the host's answer to a click. */
export const selected = signal(-1);
/** Whether anyone can see this view. */
export const visible = signal(true);
/** Whether the page's outline is painted: what takes longer to draw comes after it. */
export const isPainted = signal(false);
/** What went wrong with the last command, for people. */
export const notice = signal<string | undefined>(undefined);

export const choices = signal<Choices>(readChoices(undefined));
export const tab = computed(() => choices.value.tab);

export function choose(change: Partial<Choices>): void {
  choices.value = { ...choices.value, ...change };
}
