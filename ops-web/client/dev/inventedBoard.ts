/** Invented cases over a real registry's places, for looking at the map alone. Not part of the product. */
import { loadBuildings, loadGeometry, codeOfRow } from '../src/places/geometry'
import type { BySeverity, Card, Tile } from '../src/wire/board'
import { categories, severities, type Severity } from '../src/wire/codes'

export const now = Date.parse('2026-11-25T06:32:07Z')
const minute = 60_000
const open = categories.filter((category) => category !== 'family-violence') // sealed cases are on no map

/** A repeatable draw in 0…1. */
export function draws(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

export async function inventedBoard(hash: string, count: number): Promise<{ cards: Card[]; tiles: Tile[] }> {
  const [geometry, buildings] = await Promise.all([loadGeometry(hash), loadBuildings(hash)])
  const draw = draws(7)
  const cards = Array.from({ length: count }, (_, index): Card => {
    const share = index / count
    const severity: Severity = share < 0.01 ? 'red' : share < 0.065 ? 'orange' : share < 0.3 ? 'yellow' : 'blue'
    const area = codeOfRow(geometry, buildings, Math.floor(draw() * buildings.count))
    return inventedCard(index, area, severity, draw)
  })
  return { cards, tiles: tilesOf(cards) }
}

export function inventedCard(index: number, area: string, severity: Severity, draw: () => number): Card {
  const waiting = draw() < (severity === 'red' ? 0.5 : 0.15)
  const late = severity !== 'blue' && draw() < 0.05
  const instant = (at: number) => new Date(at).toISOString().replace('Z', '000Z')
  return {
    caseId: `CASE${String(index).padStart(12, '0')}`, version: 1, etag: '1-0', area,
    category: open[Math.floor(draw() * open.length)] ?? 'other', severity, state: waiting ? 'waiting' : 'inHand',
    tier: 'community', accepted: true, reportedAt: instant(now - draw() * 300 * minute), changedAt: instant(now),
    due: { kind: waiting ? 'acknowledge' : 'settle', at: instant(now + draw() * (waiting ? 14 : 600) * minute), then: 'street' },
    term: null, task: null, told: [], assigned: null, by: null, ladder: late ? [{ tier: 'cell', toldAt: instant(now), dueAt: null, outcome: 'missed' }] : [],
    why: { reason: 'reported', rule: null, ruleVersion: null, facts: {} }, alarmingSince: null, alarmEverySeconds: 300, notes: 0,
  }
}

export function tilesOf(cards: Iterable<Card>): Tile[] {
  const counts = new Map<string, { open: number[]; waiting: number[]; overdue: number[] }>()
  for (const card of cards) {
    let tile = counts.get(card.area)
    if (!tile) counts.set(card.area, (tile = { open: [0, 0, 0, 0], waiting: [0, 0, 0, 0], overdue: [0, 0, 0, 0] }))
    const severity = severities.indexOf(card.severity)
    tile.open[severity]!++
    if (card.state === 'waiting') tile.waiting[severity]!++
    if (card.ladder.length > 0) tile.overdue[severity]!++
  }
  const four = (values: number[]) => values as unknown as BySeverity
  return [...counts].map(([area, { open, waiting, overdue }]) => ({ area, open: four(open), waiting: four(waiting), overdue: four(overdue) }))
}
