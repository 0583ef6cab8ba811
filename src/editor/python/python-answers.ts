/** Answers about PyTorch and Keras source. */

import type { Answers } from "../answers.ts";
import { type PythonDocuments, pythonSelector } from "./python-documents.ts";

export function pythonAnswers(documents: PythonDocuments): Answers {
  return {
    selector: pythonSelector,
    onDidChange: documents.onDidChange,
    isModel: (document) => documents.isModel(document),
    hover: (document, offset) => documents.ask(document, (service, read) => service.pythonHoverAt(read, offset)),
    inlayHints: (document, range) =>
      documents.ask(document, (service, read) => service.pythonInlayHints(read, range)) ?? [],
    lenses: (document) => documents.ask(document, (service, read) => service.pythonCodeLenses(read)) ?? [],
    issues(document) {
      documents.lookFurther(document);
      return documents.ask(document, (service, read) => [...read.issues, ...service.checkShapeComments(read)]) ?? [];
    },
    fixes: (document, issue, token) => documents.fixes(document, issue, token),
    ranksFixes: true,
  };
}
