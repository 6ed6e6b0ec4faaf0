import { communityOf } from '@/places/areaCode'
import type { Card } from '@/wire/board'
import type { Severity } from '@/wire/codes'
import { screenX, screenY, type View } from './view'

/** One open case on the map. */
export interface Mark {
  caseId: string
  card: Card
  /** Mercator units. */
  x: number
  y: number
  /** Steps aside from others at the same place, in marker sizes. */
  asideX: number
  asideY: number
  severity: Severity
  /** Filled: nobody has acknowledged. */
  waiting: boolean
  /** On time and not severe: grey and small. */
  quiet: boolean
  /** Share of its usual size from afar: 1, less when there are so many that they would hide the map. */
  crowd: number
}

/** Where an area's middle is in Mercator units; null when the map does not know it or it has no place (unlocated). */
export type Locate = (area: string) => readonly [number, number] | null

const GOLDEN_ANGLE = 2.399963
const importance: Record<Severity, number> = { red: 3, orange: 2, yellow: 1, blue: 0 }

/**
 * Whether a case runs past somebody's time now: it alarms, it climbed unacknowledged and nobody has acknowledged it since, or its
 * settle time lapsed on the tier before. What was late once and is in hand on time is quiet again.
 */
export function isLate(card: Card): boolean {
  if (card.alarmingSince !== null) return true
  const past = card.ladder.filter((rung) => rung.outcome !== 'current' && rung.outcome !== 'acknowledged')
  return card.state === 'waiting' ? past.some((rung) => rung.outcome === 'missed' || rung.outcome === 'lapsed') : past.at(-1)?.outcome === 'lapsed'
}

/** Urgency for drawing and for plates: quiet ones first, unacknowledged red last and so on top. */
export function urgency(mark: Pick<Mark, 'severity' | 'waiting' | 'quiet'>): number {
  const severity = importance[mark.severity]
  return mark.quiet ? severity / 10 : 1 + severity * 2 + (mark.waiting ? 1 : 0)
}

/** All cases that have a place, least urgent first. Several at one place are fanned out, the most urgent in the middle. */
export function marksOf(cards: ReadonlyMap<string, Card>, locate: Locate): Mark[] {
  const marks: Mark[] = []
  for (const card of cards.values()) {
    const at = locate(card.area)
    if (!at) continue
    const severe = card.severity === 'red' || card.severity === 'orange'
    marks.push({
      caseId: card.caseId, card, x: at[0], y: at[1], asideX: 0, asideY: 0,
      severity: card.severity, waiting: card.state === 'waiting', quiet: !severe && !isLate(card), crowd: 1,
    })
  }
  marks.sort((a, b) => urgency(a) - urgency(b) || (b.card.due?.at ?? '').localeCompare(a.card.due?.at ?? '') || (a.caseId < b.caseId ? -1 : 1))
  const quiet = marks.reduce((count, mark) => count + Number(mark.quiet), 0)
  for (const mark of marks) mark.crowd = mark.quiet ? crowding(quiet, QUIET_WITH_ROOM) : crowding(marks.length - quiet, LOUD_WITH_ROOM)
  const here = new Map<string, number>()
  for (let index = marks.length - 1; index >= 0; index--) {
    const mark = marks[index]!
    const before = here.get(mark.card.area) ?? 0
    here.set(mark.card.area, before + 1)
    if (before === 0) continue
    mark.asideX = Math.sqrt(before) * Math.cos(before * GOLDEN_ANGLE)
    mark.asideY = Math.sqrt(before) * Math.sin(before * GOLDEN_ANGLE)
  }
  return marks
}

/** This many fit on the whole district at full size. */
const QUIET_WITH_ROOM = 700
const LOUD_WITH_ROOM = 120
const CROWD_LEAST = 0.55
const CROWD_UNTIL_ZOOM = 13.5

const crowding = (count: number, room: number): number => Math.max(CROWD_LEAST, Math.min(1, Math.sqrt(room / Math.max(1, count))))

/** Radii in CSS pixels at 1080 lines, seen from afar. */
const radii: Record<Severity, number> = { red: 10, orange: 7.5, yellow: 6, blue: 5.5 }
const quietRadii: Record<Severity, number> = { red: 10, orange: 7, yellow: 3.6, blue: 2.4 }
const GROW_FROM_ZOOM = 10.5
const GROW_PER_ZOOM = 0.22
const GROWTH_MAX = 2

export function radiusOf(mark: Pick<Mark, 'severity' | 'quiet' | 'crowd'>, zoom: number, unit: number): number {
  const near = Math.min(1, Math.max(0, (zoom - GROW_FROM_ZOOM) / (CROWD_UNTIL_ZOOM - GROW_FROM_ZOOM)))
  const crowd = mark.crowd + (1 - mark.crowd) * near
  const growth = Math.min(GROWTH_MAX, Math.max(1, 1 + (zoom - GROW_FROM_ZOOM) * GROW_PER_ZOOM))
  return (mark.quiet ? quietRadii : radii)[mark.severity] * growth * crowd * unit
}

/** The middle of a mark on screen, in CSS pixels. */
export function spotOf(mark: Mark, view: View, unit: number): [number, number] {
  const step = radiusOf(mark, view.zoom, unit) * 2
  return [screenX(view, mark.x) + mark.asideX * step, screenY(view, mark.y) + mark.asideY * step]
}

/** Reach of a click around a mark, CSS pixels: a finger is not a needle. */
const REACH = 6

/** The most urgent mark under a point, or null. */
export function markAt(marks: readonly Mark[], view: View, unit: number, px: number, py: number): Mark | null {
  for (let index = marks.length - 1; index >= 0; index--) {
    const mark = marks[index]!
    const [x, y] = spotOf(mark, view, unit)
    const reach = radiusOf(mark, view.zoom, unit) + (mark.quiet ? REACH / 2 : REACH)
    if (Math.abs(x - px) <= reach && Math.abs(y - py) <= reach && Math.hypot(x - px, y - py) <= reach) return mark
  }
  return null
}

/** The cases that get a plate on a wall: every red one, then orange ones nobody has acknowledged, most urgent first. */
export function plateMarks(marks: readonly Mark[], max: number): Mark[] {
  const due = (mark: Mark) => (mark.card.due === null ? '' : mark.card.due.at) // alarming ones have no due time and come first
  return marks
    .filter((mark) => mark.severity === 'red' || (mark.severity === 'orange' && mark.waiting))
    .sort((a, b) => urgency(b) - urgency(a) || (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0) || (a.caseId < b.caseId ? -1 : 1))
    .slice(0, max)
}

/** The community a case lies in, for the first word of its plate; its own area when it lies in none. */
export const placeWordOf = (card: Card): string => communityOf(card.area) ?? card.area
