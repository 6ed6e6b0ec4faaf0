import { overlap, overlaps, screenX, screenY, type Rect, type View } from './view'

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
/** From this weight on a name is worth showing even under a panel's clear parts. */
const NEVER_HIDDEN = 1000
/** Where a label may step, in its own widths and heights, when an urgent case lies on it. The middle comes first. */
const STEPS: readonly (readonly [number, number])[] = [[0, 0], [0, -0.4], [0, 0.4], [-0.35, 0], [0.35, 0], [0, -0.75], [0, 0.75], [0, -1], [0, 1], [-0.5, 0.4], [0.5, 0.4], [-0.5, -0.4], [0.5, -0.4]]
/** Square pixels of a covered case that a step of one pixel is worth. */
const AREA_PER_PIXEL = 5

/**
 * The labels that fit on screen without touching one another; they come with the weightiest first. A label steps aside a little
 * to leave `shy` rectangles (urgent cases) clear, and none but the weightiest lies under a `closed` one (a panel over the map).
 */
export function placeLabels(labels: readonly Label[], view: View, measure: Measure, shy: readonly Rect[] = [], closed: readonly Rect[] = []): PlacedLabel[] {
  const placed: PlacedLabel[] = []
  for (const label of labels) {
    if (view.zoom < label.from || view.zoom >= label.to) continue
    const x = screenX(view, label.x)
    const y = screenY(view, label.y)
    if (x < -view.width || y < -view.height || x > 2 * view.width || y > 2 * view.height) continue
    const w = Math.max(...label.lines.map((line) => measure(line.text, line.size, line.bold)))
    const h = label.lines.reduce((sum, line) => sum + line.size * LINE_HEIGHT, 0)
    if (x + w / 2 < 0 || x - w / 2 > view.width || y + h > view.height + 2 * h || y < -2 * h) continue
    const best = STEPS.map(([dx, dy]) => at(label, x + dx * (w + 2 * MARGIN), y + dy * (h + 2 * MARGIN), w, h))
      .filter((one) => label.weight >= NEVER_HIDDEN || closed.every((rect) => !overlaps(one.rect, rect)))
      .filter((one) => placed.every((other) => !overlaps(one.rect, other.rect)))
      .map((one) => ({ one, cost: covered(one.rect, shy) + (Math.abs(one.x - x) + Math.abs(one.y - y)) * AREA_PER_PIXEL }))
      .reduce<{ one: PlacedLabel; cost: number } | null>((least, next) => (least === null || next.cost < least.cost ? next : least), null)
    // A name that must step aside for another name has no room; only cases move it.
    if (best && (best.one.x === x && best.one.y === y || covered(at(label, x, y, w, h).rect, shy) > 0)) placed.push(best.one)
  }
  return placed
}

const covered = (rect: Rect, shy: readonly Rect[]): number => shy.reduce((sum, other) => sum + overlap(rect, other), 0)

const at = (label: Label, x: number, y: number, w: number, h: number): PlacedLabel =>
  ({ label, x, y, rect: { x: x - w / 2 - MARGIN, y: y - h / 2 - MARGIN, w: w + 2 * MARGIN, h: h + 2 * MARGIN } })
