/** PyTorch Lightning's module, which is a module of PyTorch with methods around training that say nothing about shapes. */
import { PyClass } from "../py-class.ts";
import type { Value } from "../value.ts";
import { nothings } from "./harmless.ts";
import { moduleClass } from "./modules/module.ts";

const around = "save_hyperparameters log log_dict manual_backward toggle_optimizer untoggle_optimizer print";

const lightningModule = new PyClass("LightningModule", [moduleClass], new Map<string, Value>(nothings(around)));

/** The names under which the library can be imported. */
export const lightningPackages = ["pytorch_lightning", "lightning", "lightning.pytorch"];

export function lightningNames(): [string, Value][] {
  return [["LightningModule", lightningModule]];
}
