import type { Geometry, Place } from '@/places/geometry'
import { mercatorX, mercatorY } from '@/places/mercator'
import { total, type AreaSums } from './sums'
import type { Label, LabelLine } from './labels'
import type { Palette } from './palette'

export interface LabelWords { language: 'zh' | 'en'; open: (count: number) => string; overdue: (count: number) => string }

/** Zoom levels at which each kind of name is worth its room. */
const COMMUNITIES_FROM = 11.9
const CELLS_FROM = 14.9
const STREETS_TO = 14.6
const COMMUNITIES_TO = 16.4
const EVERYWHERE = 99

/** Names that no count belongs to: the neighbours, the sea, the airport, the cells. Sizes are CSS pixels at 1080 lines, times `unit`. */
export function plainLabels(geometry: Geometry, focus: string, language: 'zh' | 'en', palette: Palette, unit: number): Label[] {
  const labels: Label[] = geometry.words.map((word) => ({
    key: `word ${word.zh}`, x: mercatorX(word.at[0]), y: mercatorY(word.at[1]), from: 0, to: 12.6, weight: 0,
    lines: [{ text: word[language], size: 15 * unit, bold: false, colour: palette.edge }],
  }))
  for (const place of geometry.places.values()) {
    if (place.level === 'airport') {
      labels.push(label(place, 0, STREETS_TO, 500, [{ text: place[language], size: 15 * unit, bold: false, colour: palette.t3 }]))
    } else if (place.level === 'cell') {
      const inFocus = place.code === focus
      labels.push(label(place, CELLS_FROM, EVERYWHERE, inFocus ? 20 : 10, [{ text: place[language], size: 14 * unit, bold: inFocus, colour: palette.t3 }]))
    }
  }
  return labels
}

/** Streets and communities with what is open there. */
export function countedLabels(geometry: Geometry, sums: AreaSums, focus: string, words: LabelWords, palette: Palette, unit: number): Label[] {
  const labels: Label[] = []
  for (const place of geometry.places.values()) {
    const inFocus = place.code === focus
    if (place.level === 'street') {
      labels.push(label(place, 0, inFocus ? EVERYWHERE : STREETS_TO, 1000, [
        { text: place[words.language], size: 20 * unit, bold: true, colour: palette.t1 },
        ...counts(sums, place.code, words, palette, 15 * unit, true),
      ]))
    } else if (place.level === 'community') {
      labels.push(label(place, COMMUNITIES_FROM, inFocus ? EVERYWHERE : COMMUNITIES_TO, inFocus ? 900 : 100 + openAt(sums, place.code) / 1000, [
        { text: place[words.language], size: 16 * unit, bold: inFocus, colour: inFocus ? palette.t1 : palette.label },
        ...counts(sums, place.code, words, palette, 14 * unit, inFocus),
      ]))
    } else if (place.level === 'cell') {
      break // places come coarsest first; there are thousands of cells and none has a count
    }
  }
  return labels
}

const openAt = (sums: AreaSums, code: string): number => {
  const sum = sums.of(code)
  return sum ? total(sum.open) : 0
}

function counts(sums: AreaSums, code: string, words: LabelWords, palette: Palette, size: number, always: boolean): LabelLine[] {
  const sum = sums.of(code)
  const overdue = sum ? total(sum.overdue) : 0
  const lines: LabelLine[] = []
  if (always) lines.push({ text: words.open(sum ? total(sum.open) : 0), size, bold: false, colour: palette.t2 })
  if (overdue > 0) lines.push({ text: words.overdue(overdue), size, bold: true, colour: palette.orangeText })
  return lines
}

const label = (place: Place, from: number, to: number, weight: number, lines: LabelLine[]): Label =>
  ({ key: place.code, x: mercatorX(place.center[0]), y: mercatorY(place.center[1]), from, to, weight, lines })
