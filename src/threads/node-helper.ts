/** The entry of a helper's thread in Node. */
import { workerData } from "node:worker_threads";
import type { HelperSetup } from "./helper-thread.ts";
import { serveHelper } from "./serve-helper.ts";

serveHelper(workerData as HelperSetup);
