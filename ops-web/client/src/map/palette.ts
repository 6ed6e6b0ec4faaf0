import { isQuiet, NORMAL, severityOf, stateOf, TONES, type Tone } from './tones'

/** The map's colours, read from the page's tokens so that themes and realms need no second list. */
export interface Palette {
  sea: string; land: string; cell: string; comm: string; street: string; airport: string; label: string
  bg: string; t1: string; t2: string; t3: string; ink: string; edge: string; line2: string
  red: string; orange: string; yellow: string; blue: string; normal: string; stale: string
  redText: string; orangeText: string; yellowText: string; blueText: string
  font: string
}

const tokens: Record<keyof Palette, string> = {
  sea: '--sea', land: '--land', cell: '--cell', comm: '--comm', street: '--street', airport: '--airport', label: '--label',
  bg: '--bg', t1: '--t1', t2: '--t2', t3: '--t3', ink: '--ink', edge: '--edge', line2: '--line2',
  red: '--red', orange: '--orange', yellow: '--yellow', blue: '--blue', normal: '--normal', stale: '--stale',
  redText: '--red-t', orangeText: '--orange-t', yellowText: '--yellow-t', blueText: '--blue-t',
  font: '--font',
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const read = (token: string) => style.getPropertyValue(token).trim() || '#888888'
  return Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, read(token)])) as unknown as Palette
}

export type Rgba = readonly [red: number, green: number, blue: number, alpha: number]

/** `#rgb` or `#rrggbb` to 0…1; anything else is mid grey, so that a broken token never hides a building. */
export function rgba(colour: string, alpha: number): Rgba {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour)?.[1]
  if (!hex) return [0.5, 0.5, 0.5, alpha]
  const parts = hex.length === 3 ? [...hex].map((digit) => digit + digit) : hex.match(/../g)!
  const [red, green, blue] = parts.map((part) => parseInt(part, 16) / 255)
  return [red!, green!, blue!, alpha]
}

/** A building's fill by tone. Open work on time is a lighter grey: colour belongs to what is severe or late. */
export function buildingColour(palette: Palette, tone: Tone): string {
  if (tone === NORMAL) return palette.normal
  return isQuiet(tone) ? palette.label : palette[severityOf(tone)]
}

const CELL_FILL = { inHand: 0.12, waiting: 0.24, overdue: 0.32 } as const
/** Yellow and blue are light colours: as much of them would outshine red. */
const LIGHT_SHARE = 0.5

/** A cell's tint by tone, and how opaque it is: nothing for what is on time. */
export function cellTint(palette: Palette, tone: Tone): { colour: string; opacity: number } {
  if (tone === NORMAL || isQuiet(tone)) return { colour: palette.land, opacity: 0 }
  const severity = severityOf(tone)
  const light = severity === 'yellow' || severity === 'blue'
  return { colour: palette[severity], opacity: CELL_FILL[stateOf(tone)] * (light ? LIGHT_SHARE : 1) }
}

/** Every tone, for building style expressions. */
export const allTones: readonly Tone[] = Array.from({ length: TONES }, (_, tone) => tone)
