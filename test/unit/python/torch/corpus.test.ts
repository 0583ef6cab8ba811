import { checkCorpus } from "../check-corpus.ts";
import { stripAnnotations } from "../keras/annotate.ts";
import { annotate, runTorch } from "./annotate.ts";

checkCorpus("torch", { run: runTorch, annotate, strip: stripAnnotations });
