/** Answers about PyTorch and Keras source. */

import { pythonCodeLenses } from "../../service/python/code-lenses.ts";
import { pythonHoverAt } from "../../service/python/hover.ts";
import { pythonInlayHints } from "../../service/python/inlay-hints.ts";
import { checkShapeComments } from "../../service/python/shape-comments.ts";
import type { Answers } from "../answers.ts";
import { type PythonDocuments, pythonSelector } from "./python-documents.ts";

export function pythonAnswers(documents: PythonDocuments): Answers {
  const read = (document: Parameters<Answers["isModel"]>[0]) => documents.read(document);
  return {
    selector: pythonSelector,
    onDidChange: documents.onDidChange,
    isModel: (document) => documents.isModel(document),
    hover(document, offset) {
      const found = read(document);
      return found && pythonHoverAt(found, offset);
    },
    inlayHints(document, range) {
      const found = read(document);
      return found ? pythonInlayHints(found, range) : [];
    },
    lenses(document) {
      const found = read(document);
      return found ? pythonCodeLenses(found) : [];
    },
    issues(document) {
      const found = read(document);
      return found ? [...found.issues, ...checkShapeComments(found)] : [];
    },
    fixes: (document, issue, token) => documents.fixes(document, issue, token),
    ranksFixes: true,
  };
}
