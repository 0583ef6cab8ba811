/** The entry of a helper's thread in Node. */
import { workerData } from "node:worker_threads";
import { expectWidening } from "../kernels/choose-backend.ts";
import { hasWideFlags } from "../tensor/backend.ts";
import type { HelperSetup } from "./helper-thread.ts";
import { serveHelper } from "./serve-helper.ts";

if (hasWideFlags(process.execArgv)) expectWidening();
serveHelper(workerData as HelperSetup);
