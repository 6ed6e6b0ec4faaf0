import { computed } from 'vue'
import type { Board } from '@/board/useBoard'
import { byUrgency, needsDesk, triageList } from '@/operator/queue'
import { recentAlarms } from '@/operator/flood'
import { airport, levelOf } from '@/places/areaCode'
import type { Card } from '@/wire/board'
import { severities } from '@/wire/codes'

const HourMilliseconds = 3_600_000
/** Rows that can be read from the back of the room. */
const RowsMax = 9
const RedsMax = 5

/** Everything the wall counts, from what the board holds; nothing here is assumed. */
export function useWallNumbers(board: Board) {
  const cards = computed(() => { void board.revision.value; return [...board.cards.values()] })

  const bySeverity = computed(() => severities.map((severity) => {
    const open = cards.value.filter((card) => card.severity === severity)
    const waiting = open.filter((card) => card.state === 'waiting')
    const since = waiting.reduce<number | null>((first, card) => Math.min(first ?? Infinity, Date.parse(card.ladder[0]?.toldAt ?? card.reportedAt)), null)
    return { severity, open: open.length, waiting: waiting.length, since, limit: limitOf(waiting) }
  }))
  const open = computed(() => cards.value.length)
  const waiting = computed(() => cards.value.filter((card) => card.state === 'waiting').length)

  const rows = computed(() => {
    const of = (severity: Card['severity']) => cards.value.filter((card) => card.severity === severity).sort(waitingFirst)
    const allReds = of('red'), allOranges = of('orange')
    const waitingReds = allReds.filter((card) => card.state === 'waiting').length
    const reds = allReds.slice(0, Math.min(RowsMax, Math.max(RedsMax, waitingReds, RowsMax - allOranges.length)))
    const oranges = allOranges.slice(0, RowsMax - reds.length)
    return { reds, oranges, red: allReds.length, orange: allOranges.length, restRed: allReds.length - reds.length, rest: allOranges.length - oranges.length }
  })

  const streets = computed(() => {
    void board.revision.value
    return [...board.counters.values()].filter((counter) => levelOf(counter.area) === 'street' && counter.area !== airport).sort((a, b) => b.open - a.open)
  })
  const today = computed(() => {
    void board.revision.value
    const all = [...board.counters.values()]
    const sum = (of: (counter: (typeof all)[number]) => number) => all.reduce((total, counter) => total + of(counter), 0)
    const ended = { settled: sum((one) => one.settled), closed: sum((one) => one.closed), withdrawn: sum((one) => one.withdrawn), refused: sum((one) => one.refused) }
    return { ...ended, received: sum((one) => one.received), ended: Object.values(ended).reduce((all, one) => all + one, 0), overdue: sum((one) => one.overdue) }
  })

  const hour = computed(() => {
    const now = board.now.value
    const recent = board.escalations.value.filter((one) => now !== null && now - Date.parse(one.at) < HourMilliseconds)
    return { up: recent.filter((one) => one.kind === 'up').length, down: recent.filter((one) => one.kind === 'down').length, inTenMinutes: now === null ? 0 : recentAlarms(board.escalations.value, now).length }
  })
  const triage = computed(() => triageList(cards.value))
  const alarming = computed(() => cards.value.filter((card) => card.alarmingSince !== null).length)
  const atDistrict = computed(() => cards.value.filter(needsDesk).length)

  return { bySeverity, open, waiting, rows, streets, today, hour, triage, alarming, atDistrict }
}
export type WallNumbers = ReturnType<typeof useWallNumbers>

/** What nobody has acknowledged stands above what is in hand. */
function waitingFirst(a: Card, b: Card): number {
  if (a.state !== b.state) return a.state === 'waiting' ? -1 : b.state === 'waiting' ? 1 : byUrgency(a, b)
  return byUrgency(a, b)
}

/** The acknowledge time of a severity, read from a running clock; null when none runs. */
function limitOf(waiting: readonly Card[]): number | null {
  for (const card of waiting) {
    const told = card.ladder.at(-1)?.toldAt
    if (card.due?.kind === 'acknowledge' && told) return Date.parse(card.due.at) - Date.parse(told)
  }
  return null
}
