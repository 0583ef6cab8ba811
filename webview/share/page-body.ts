/**
 * A part of the page as the body of a picture: its canvases, the shapes of its SVG and its text, each where it stands. What
 * is none of these (borders, buttons, images) is left out; what shapes mean comes from the style sheet, as on the page.
 */
import type { Body, Pen } from "./sheet.ts";

export function pageBody(root: Element): Body {
  const frame = root.getBoundingClientRect();
  return {
    width: frame.width,
    height: frame.height,
    draw: (pen) => {
      pen.translate(-frame.x, -frame.y);
      pen.imageSmoothingEnabled = false;
      for (const canvas of root.querySelectorAll("canvas")) drawCanvas(pen, canvas);
      for (const svg of root.querySelectorAll("svg:not(.icon)")) drawShapes(pen, svg);
      drawTexts(pen, root);
    },
  };
}

function drawCanvas(pen: Pen, canvas: HTMLCanvasElement): void {
  const { x, y, width, height } = canvas.getBoundingClientRect();
  if (canvas.width > 0 && canvas.height > 0) pen.drawImage(canvas, x, y, width, height);
}

function drawShapes(pen: Pen, svg: Element): void {
  const { x, y, width, height } = svg.getBoundingClientRect();
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  for (const shape of svg.querySelectorAll("rect, path, line, circle, polyline")) {
    const matrix = (shape as SVGGraphicsElement).getScreenCTM();
    if (matrix === null || shape.closest("defs") !== null) continue;
    pen.save();
    pen.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f);
    paint(pen, pathOf(shape), getComputedStyle(shape));
    pen.restore();
  }
  pen.restore();
}

function paint(pen: Pen, path: Path2D, style: CSSStyleDeclaration): void {
  const { fill, stroke, strokeWidth, strokeDasharray, opacity } = style;
  pen.globalAlpha = Number(opacity);
  if (fill !== "none") {
    pen.fillStyle = fill;
    pen.fill(path);
  }
  if (stroke === "none") return;
  pen.strokeStyle = stroke;
  pen.lineWidth = Number.parseFloat(strokeWidth);
  pen.setLineDash(strokeDasharray === "none" ? [] : strokeDasharray.split(",").map(Number.parseFloat));
  pen.stroke(path);
}

function pathOf(shape: Element): Path2D {
  const number = (name: string): number => Number(shape.getAttribute(name) ?? 0);
  const path = new Path2D(shape.getAttribute("d") ?? "");
  if (shape instanceof SVGRectElement) path.rect(number("x"), number("y"), number("width"), number("height"));
  if (shape instanceof SVGCircleElement) path.arc(number("cx"), number("cy"), number("r"), 0, 2 * Math.PI);
  if (shape instanceof SVGLineElement) {
    path.moveTo(number("x1"), number("y1"));
    path.lineTo(number("x2"), number("y2"));
  }
  if (shape instanceof SVGPolylineElement) for (const { x, y } of shape.points) path.lineTo(x, y);
  return path;
}

function drawTexts(pen: Pen, root: Element): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { parentElement, textContent } = node;
    const text = textContent?.trim() ?? "";
    if (parentElement === null || text === "" || parentElement.closest("button, .sr-only") !== null) continue;
    range.selectNodeContents(node);
    drawText(pen, text, range.getBoundingClientRect(), getComputedStyle(parentElement));
  }
}

function drawText(pen: Pen, text: string, box: DOMRect, style: CSSStyleDeclaration): void {
  pen.save();
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.fillStyle = style.fill === "rgb(0, 0, 0)" ? style.color : style.fill;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.translate(box.x + box.width / 2, box.y + box.height / 2);
  if (style.writingMode.startsWith("vertical")) pen.rotate(style.rotate === "180deg" ? -Math.PI / 2 : Math.PI / 2);
  pen.fillText(text, 0, 0);
  pen.restore();
}
