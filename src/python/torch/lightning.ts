/**
 * PyTorch Lightning: a module of PyTorch whose steps a `Trainer` takes with batches of the loaders that it is given, or that the
 * module or a data module makes.
 */
import { argumentsOf } from "../arguments.ts";
import { Builtin, PyFunction } from "../callables.ts";
import { Native } from "../native.ts";
import { PyClass } from "../py-class.ts";
import type { Run } from "../run.ts";
import type { Site } from "../site.ts";
import { type Bound, bind } from "../tensors/signature.ts";
import { Instance, type Value } from "../value.ts";
import { nothings } from "./harmless.ts";
import { moduleClass } from "./modules/module.ts";

const around = "save_hyperparameters log log_dict manual_backward toggle_optimizer untoggle_optimizer print";

const lightningModule = new PyClass("LightningModule", [moduleClass], new Map<string, Value>(nothings(around)));
const dataModule = new PyClass("LightningDataModule", [], new Map<string, Value>(nothings("save_hyperparameters")));

/** What is done with each batch, and what makes the loader of them. */
interface Part {
  readonly step: string;
  readonly loader: string;
  /** The argument that hands the loader over. */
  readonly given: string;
}

const part = (step: string, loader: string, given = "dataloaders"): Part => ({
  step: `${step}_step`,
  loader: `${loader}_dataloader`,
  given,
});

interface Way {
  readonly signature: string;
  /** For the hooks that are called before. */
  readonly stage: string;
  readonly parts: readonly Part[];
}

const alone = "model=None, dataloaders=None, ckpt_path=None, verbose=True, datamodule=None";

/** By the trainer's methods. Before it is trained a model is validated with a batch or two. */
const ways: Readonly<Record<string, Way>> = {
  fit: {
    signature: "model, train_dataloaders=None, val_dataloaders=None, datamodule=None, ckpt_path=None",
    stage: "fit",
    parts: [part("validation", "val", "val_dataloaders"), part("training", "train", "train_dataloaders")],
  },
  validate: { signature: alone, stage: "validate", parts: [part("validation", "val")] },
  test: { signature: alone, stage: "test", parts: [part("test", "test")] },
  predict: {
    signature: "model=None, dataloaders=None, datamodule=None, return_predictions=None, ckpt_path=None",
    stage: "predict",
    parts: [part("predict", "predict")],
  },
};

class Trainer extends Native {
  readonly typeName = "Trainer";

  override attribute(_run: Run, name: string): Value | undefined {
    const way = ways[name];
    return way && new Builtin(name, (run, args, site) => takeSteps(run, way, bind(way.signature, args), site));
  }
}

function takeSteps(run: Run, { stage, parts }: Way, bound: Bound, site: Site): Value {
  const [model, data] = [bound.get("model"), bound.get("datamodule")];
  const holders = [data, model].filter((value) => value instanceof Instance);
  if (!(model instanceof Instance)) return null;
  for (const holder of holders) {
    callOwn(run, holder, "prepare_data", [], site);
    callOwn(run, holder, "setup", [stage], site);
  }
  for (const { step, loader, given } of parts) {
    if (!has(model, step)) continue;
    const [maker] = holders.filter((holder) => has(holder, loader));
    const loaded = bound.get(given) ?? (maker && callOwn(run, maker, loader, [], site));
    const batch = loaded instanceof Native ? loaded.round(run, site) : undefined;
    if (batch !== undefined) callOwn(run, model, step, [batch, 0], site);
  }
  return null;
}

function has({ cls }: Instance, name: string): boolean {
  return cls.find(name) instanceof PyFunction;
}

/** Calls a method that the user's class has, with as many of the arguments as it takes. */
function callOwn(run: Run, object: Instance, name: string, args: readonly Value[], site: Site): Value | undefined {
  const own = object.cls.find(name);
  if (!(own instanceof PyFunction)) return undefined;
  const taken = own.syntax.parameters.filter(({ kind }) => kind !== "named" && kind !== "namedRest").length - 1;
  return run.call(run.attribute(object, name, site), argumentsOf(...args.slice(0, taken)), site);
}

/** The names under which the library can be imported. */
export const lightningPackages = ["pytorch_lightning", "lightning", "lightning.pytorch"];

export function lightningNames(): [string, Value][] {
  return [
    ["LightningModule", lightningModule],
    ["LightningDataModule", dataModule],
    ["Trainer", new Builtin("Trainer", () => new Trainer())],
  ];
}
