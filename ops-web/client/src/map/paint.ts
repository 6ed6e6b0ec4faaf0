import type { Severity } from '@/wire/codes'
import { LINE_HEIGHT, type PlacedLabel } from './labels'
import { radiusOf, spotOf, type Mark } from './marks'
import type { Palette } from './palette'
import type { View } from './view'

/** Severity shapes in a box of 24, the same as everywhere on the page: ⬣ ▲ ◆ ●. */
export const shapes: Record<Severity, string> = {
  red: 'M6.5 2.5h11L23 12l-5.5 9.5h-11L1 12z',
  orange: 'M12 2 23 21.5H1z',
  yellow: 'M12 1 23 12 12 23 1 12z',
  blue: 'M12 1.5a10.5 10.5 0 1 0 0 21 10.5 10.5 0 0 0 0-21z',
}
const BOX = 24
const paths = new Map<Severity, Path2D>()

function pathOf(severity: Severity): Path2D {
  let path = paths.get(severity)
  if (!path) paths.set(severity, (path = new Path2D(shapes[severity])))
  return path
}

/** Fits a canvas to its box and clears it; drawing is then in CSS pixels. Null when the canvas cannot be drawn on. */
export function clearCanvas(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): CanvasRenderingContext2D | null {
  const context = canvas.getContext('2d')
  if (!context) return null
  const w = Math.round(width * ratio)
  const h = Math.round(height * ratio)
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w
    canvas.height = h
  } else {
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, w, h)
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  return context
}

/** Draws one case: filled while nobody has acknowledged, hollow after; grey and small when on time. */
export function paintMark(context: CanvasRenderingContext2D, mark: Mark, x: number, y: number, radius: number, palette: Palette): void {
  const scale = (radius * 2) / BOX
  const path = pathOf(mark.severity)
  const colour = mark.quiet ? (mark.severity === 'yellow' ? palette.edge : palette.normal) : palette[mark.severity]
  context.save()
  context.translate(x - radius, y - radius)
  context.scale(scale, scale)
  context.lineJoin = 'round'
  if (mark.waiting || (mark.quiet && mark.severity === 'blue')) {
    if (!mark.quiet) {
      context.strokeStyle = palette.bg
      context.lineWidth = 3 / scale
      context.stroke(path)
    }
    context.fillStyle = colour
    context.fill(path)
  } else {
    context.fillStyle = palette.land
    context.fill(path)
    context.strokeStyle = colour
    context.lineWidth = Math.max(3.2, 1.4 / scale)
    context.stroke(path)
  }
  context.restore()
}

/** The selected case: a ring in the neutral ink around its shape, so that it stands out from its severity too. */
export function paintRing(context: CanvasRenderingContext2D, mark: Mark, x: number, y: number, radius: number, palette: Palette): void {
  const ring = radius * 1.75
  const scale = (ring * 2) / BOX
  context.save()
  context.translate(x - ring, y - ring)
  context.scale(scale, scale)
  context.lineJoin = 'round'
  context.lineWidth = 5 / scale
  context.strokeStyle = palette.bg
  context.stroke(pathOf(mark.severity))
  context.lineWidth = 2.6 / scale
  context.strokeStyle = palette.ink
  context.stroke(pathOf(mark.severity))
  context.restore()
}

/** The building in focus: four corners around it. */
export function paintCorners(context: CanvasRenderingContext2D, x: number, y: number, half: number, palette: Palette): void {
  const arm = half * 0.5
  context.beginPath()
  for (const [sx, sy] of [[-1, -1], [1, -1], [1, 1], [-1, 1]] as const) {
    context.moveTo(x + sx * half, y + sy * (half - arm))
    context.lineTo(x + sx * half, y + sy * half)
    context.lineTo(x + sx * (half - arm), y + sy * half)
  }
  context.lineWidth = 2
  context.strokeStyle = palette.ink
  context.stroke()
}

/** A selected case is at least this large, CSS pixels at 1080 lines. */
const CHOSEN_RADIUS = 8

export interface MarkPicture { marks: readonly Mark[]; view: View; unit: number; palette: Palette; selected: string | null }

/**
 * Draws the quiet cases, or those in colour. Unacknowledged red ones go on a canvas of their own because they blink; names are drawn
 * between the two, over what is on time and under what is urgent.
 */
export function paintMarks(still: CanvasRenderingContext2D, blinking: CanvasRenderingContext2D, picture: MarkPicture, quiet: boolean): void {
  const { marks, view, unit, palette } = picture
  for (const mark of marks) {
    const chosen = mark.caseId === picture.selected
    if ((mark.quiet && !chosen) !== quiet) continue
    const [x, y] = spotOf(mark, view, unit)
    const radius = radiusOf(mark, view.zoom, unit)
    if (x < -radius || y < -radius || x > view.width + radius || y > view.height + radius) continue
    const size = chosen ? Math.max(radius, CHOSEN_RADIUS * unit) : radius
    paintMark(mark.severity === 'red' && mark.waiting ? blinking : still, chosen ? { ...mark, quiet: false } : mark, x, y, size, palette)
    if (chosen) paintRing(still, mark, x, y, size, palette)
  }
}

/** Draws labels with an outline in the land's colour, so that they read over lines. */
export function paintLabels(context: CanvasRenderingContext2D, labels: readonly PlacedLabel[], palette: Palette): void {
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  for (const { label, x, y } of labels) {
    const height = label.lines.reduce((sum, line) => sum + line.size * LINE_HEIGHT, 0)
    let top = y - height / 2
    for (const line of label.lines) {
      const middle = top + (line.size * LINE_HEIGHT) / 2
      context.font = fontOf(line.size, line.bold, palette.font)
      context.strokeStyle = palette.land
      context.lineWidth = line.size * 0.24
      context.strokeText(line.text, x, middle)
      context.fillStyle = line.colour
      context.fillText(line.text, x, middle)
      top += line.size * LINE_HEIGHT
    }
  }
}

export const fontOf = (size: number, bold: boolean, family: string): string => `${bold ? 700 : 400} ${size}px ${family}`
