/** All functions on tensors by library and name. */
import { Builtin } from "../../callables.ts";
import { List, Tuple, Unknown } from "../../value.ts";
import { tensorsIn } from "../nested.ts";
import { arrangingOps } from "./arranging.ts";
import { backendOps } from "./backend-only.ts";
import { blockOps } from "./blocks.ts";
import { kerasBranches, type Named, tensorflowBranches } from "./calling.ts";
import { convolvingOps } from "./convolving.ts";
import { creatorsOf } from "./creating.ts";
import { croppingOps } from "./cropping.ts";
import { cuttingOps } from "./cutting.ts";
import { diagonalOps } from "./diagonals.ts";
import { elementwiseOps } from "./elementwise.ts";
import { framingOps } from "./framing.ts";
import { gatheringOps } from "./gathering.ts";
import { imagingOps } from "./imaging.ts";
import { einsumAnswer, joiningOps } from "./joining.ts";
import { linearAlgebraOps } from "./linear-algebra.ts";
import { kerasLoops, tensorflowLoops } from "./loops.ts";
import { lossOps } from "./losses.ts";
import { matrixOps } from "./matrices.ts";
import { meshgrid } from "./meshgrid.ts";
import { paddingOps } from "./padding.ts";
import { perform } from "./perform.ts";
import { placeOps } from "./places.ts";
import { poolingOps } from "./pooling.ts";
import { reducingOps } from "./reducing.ts";
import { backendRows, kerasRows, tensorflowRows } from "./rows.ts";
import { spectralOps } from "./spectral.ts";
import { builtinFor, type Library, type TensorOp } from "./tensor-op.ts";

const ops: readonly TensorOp[] = [
  ...elementwiseOps,
  ...reducingOps,
  ...arrangingOps,
  ...paddingOps,
  ...joiningOps,
  ...imagingOps,
  ...convolvingOps,
  ...poolingOps,
  ...blockOps,
  ...croppingOps,
  ...cuttingOps,
  ...backendOps,
  ...linearAlgebraOps,
  ...matrixOps,
  ...diagonalOps,
  ...gatheringOps,
  ...placeOps,
  ...lossOps,
  ...spectralOps,
  ...framingOps,
];

/** The tensors stand behind the equation, one by one or as a list. */
const einsum = new Builtin("einsum", (run, args, site) => {
  const [equation, ...rest] = args.positional.map(({ value }) => value);
  if (typeof equation !== "string") return new Unknown("the equation is not known");
  const inputs = tensorsIn(rest[0] instanceof List || rest[0] instanceof Tuple ? rest[0] : new Tuple(rest));
  const request = {
    type: "Einsum",
    inputs,
    site,
    answers: (shapes: Parameters<typeof einsumAnswer>[1]) => [einsumAnswer(equation, shapes)],
  };
  return perform(run, request)[0] ?? null;
});

const libraries: readonly Library[] = ["keras", "tf", "backend", "array"];

/** What calls the user's function. */
const callers: Readonly<Record<Library, readonly Named[]>> = {
  keras: [...kerasBranches, ...kerasLoops, ...kerasRows],
  tf: [...tensorflowBranches, ...tensorflowLoops, ...tensorflowRows],
  backend: backendRows,
  array: [],
};

const tables = new Map(libraries.map((library) => [library, tableFor(library)] as const));

function tableFor(library: Library): ReadonlyMap<string, Builtin> {
  const made = library === "array" ? new Map<string, Builtin>() : creatorsOf(library);
  const table = new Map<string, Builtin>(
    library === "array"
      ? []
      : [
          ["einsum", einsum],
          ["meshgrid", meshgrid],
        ],
  );
  for (const op of ops) {
    const names = [...(op.names.all ?? []), ...(op.names[library] ?? [])];
    for (const name of names) table.set(name, builtinFor(op, library, name));
  }
  return new Map([...table, ...made, ...callers[library]]);
}

export function operationNamed(library: Library, name: string): Builtin | undefined {
  return tables.get(library)?.get(name);
}
