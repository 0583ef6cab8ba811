/**
 * All that an editor asks of Python source: the entry of a bundle of its own. It is three quarters of the extension's code,
 * which a window without PyTorch or Keras source need not load. Classes and tables in it are other ones than those of the
 * extension's bundle, so that what it answers is plain data, or goes back to it.
 */
import { pythonCodeLenses } from "./code-lenses.ts";
import { comparisonReport } from "./comparison.ts";
import { pythonHoverAt } from "./hover.ts";
import { pythonInlayHints } from "./inlay-hints.ts";
import { inputShapeEdit, inputShapePrompt, inputShapeRefusal, sampleShapeText } from "./input-shape.ts";
import { modelDocumentOf } from "./model-document.ts";
import { codeCellsOf, notebookText } from "./notebook-text.ts";
import { PythonReader } from "./reader.ts";
import { checkShapeComments, shapeCommentEdits } from "./shape-comments.ts";
import { summaryReport } from "./summary.ts";

export const pythonService = {
  pythonCodeLenses,
  comparisonReport,
  pythonHoverAt,
  pythonInlayHints,
  inputShapeEdit,
  inputShapePrompt,
  inputShapeRefusal,
  sampleShapeText,
  modelDocumentOf,
  codeCellsOf,
  notebookText,
  PythonReader,
  checkShapeComments,
  shapeCommentEdits,
  summaryReport,
};
