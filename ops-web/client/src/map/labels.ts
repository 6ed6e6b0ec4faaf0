import { screenX, screenY, overlaps, type Rect, type View } from './view'

export interface LabelLine { text: string; size: number; bold: boolean; colour: string }

/** Words at a place on the map. */
export interface Label {
  key: string
  /** Mercator units. */
  x: number
  y: number
  lines: readonly LabelLine[]
  /** Shown from `from` to `to`, in zoom levels. */
  from: number
  to: number
  /** Greater goes first. */
  weight: number
}

export interface PlacedLabel { label: Label; x: number; y: number; rect: Rect }

/** Width of a text in CSS pixels. */
export type Measure = (text: string, size: number, bold: boolean) => number

export const LINE_HEIGHT = 1.24
const MARGIN = 3

/** The labels that fit on screen without touching one another, the weightiest first. */
export function placeLabels(labels: readonly Label[], view: View, measure: Measure, taken: readonly Rect[] = []): PlacedLabel[] {
  const rects: Rect[] = [...taken]
  const placed: PlacedLabel[] = []
  for (const label of [...labels].sort((a, b) => b.weight - a.weight)) {
    if (view.zoom < label.from || view.zoom >= label.to) continue
    const x = screenX(view, label.x)
    const y = screenY(view, label.y)
    const w = Math.max(...label.lines.map((line) => measure(line.text, line.size, line.bold)))
    const h = label.lines.reduce((sum, line) => sum + line.size * LINE_HEIGHT, 0)
    if (x + w / 2 < 0 || x - w / 2 > view.width || y + h / 2 < 0 || y - h / 2 > view.height) continue
    const rect = { x: x - w / 2 - MARGIN, y: y - h / 2 - MARGIN, w: w + 2 * MARGIN, h: h + 2 * MARGIN }
    if (rects.some((other) => overlaps(rect, other))) continue
    rects.push(rect)
    placed.push({ label, x, y, rect })
  }
  return placed
}
