import { checkCorpus } from "../check-corpus.ts";
import { annotate, runKeras, stripAnnotations } from "./annotate.ts";

checkCorpus("keras", { run: runKeras, annotate, strip: stripAnnotations });
