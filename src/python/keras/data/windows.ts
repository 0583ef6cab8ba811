/** `timeseries_dataset_from_array`: windows over the rows of an array, each with the row of its target. */
import { Builtin } from "../../callables.ts";
import { Tuple, Unknown } from "../../value.ts";
import { KerasTensor, unknownTensor } from "../keras-tensor.ts";
import { asTensor } from "../nested.ts";
import { dataTensor } from "../ops/creating.ts";
import { Options } from "../options.ts";
import { batchLetter, openSize } from "../session.ts";
import type { Shape } from "../sizes.ts";
import { Dataset } from "./dataset.ts";

const parameters = ["data", "targets", "sequence_length", "sequence_stride", "sampling_rate", "batch_size"];

export const timeseriesDatasetFromArray = new Builtin("timeseries_dataset_from_array", (run, args) => {
  const options = new Options(run, parameters, args);
  const data = asTensor(options.present("data"))?.shape;
  const length = options.size("sequence_length", 1);
  if (data === undefined || length === "refused") return new Unknown("the series' shape is not known");
  const lead: Shape = options.argument("batch_size")?.value === null ? [] : [openSize(run, batchLetter)];
  const windows = dataTensor(new KerasTensor([...lead, length, ...data.slice(1)]));
  const targets = options.present("targets");
  if (targets === undefined) return new Dataset(windows);
  const rows = asTensor(targets)?.shape?.slice(1);
  const target = rows ? new KerasTensor([...lead, ...rows]) : unknownTensor("the targets' shape is not known");
  return new Dataset(new Tuple([windows, dataTensor(target)]));
});
