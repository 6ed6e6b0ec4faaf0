/** The queue: open cases by severity, then by what is due first. Pure, so that the order can be tested. */
import { isUnplaced, isWithin } from '@/places/areaCode'
import type { Card } from '@/wire/board'
import { severities, type AreaCode, type Severity } from '@/wire/codes'

export type QueueFilter = 'mine' | 'all' | 'waiting' | 'soon'
export const queueFilters: readonly QueueFilter[] = ['mine', 'all', 'waiting', 'soon']
const SoonMilliseconds = 3_600_000

/** Waiting for the district itself, as nobody below can take it any more; or somebody in the field calls for help. */
export const needsDesk = (card: Card): boolean => callsForHelp(card) || (card.state === 'waiting' && (card.tier === 'district' || card.alarmingSince !== null))
export const callsForHelp = (card: Card): boolean => card.task !== null && card.task.help !== null

export function passes(card: Card, filter: QueueFilter, now: number | null): boolean {
  switch (filter) {
    case 'mine': return needsDesk(card)
    case 'waiting': return card.state === 'waiting'
    case 'soon': return card.alarmingSince !== null || (card.due !== null && now !== null && Date.parse(card.due.at) - now < SoonMilliseconds)
    default: return true
  }
}

/** Alarming first, then by due instant; the id decides ties, so that rows never swap by chance. */
export function byUrgency(a: Card, b: Card): number {
  if ((a.alarmingSince === null) !== (b.alarmingSince === null)) return a.alarmingSince === null ? 1 : -1
  const dueA = a.alarmingSince ?? a.due?.at ?? '9', dueB = b.alarmingSince ?? b.due?.at ?? '9'
  return dueA < dueB ? -1 : dueA > dueB ? 1 : a.caseId < b.caseId ? -1 : 1
}

export interface QueueGroup { severity: Severity; cards: Card[]; waiting: number }

export function groupQueue(cards: Iterable<Card>, keep: (card: Card) => boolean): QueueGroup[] {
  const groups = severities.map((severity): QueueGroup => ({ severity, cards: [], waiting: 0 }))
  const bySeverity = new Map(groups.map((group) => [group.severity, group]))
  for (const card of cards) {
    const group = bySeverity.get(card.severity)
    if (!group || !keep(card)) continue
    group.cards.push(card)
    if (card.state === 'waiting') group.waiting++
  }
  for (const group of groups) group.cards.sort(byUrgency)
  return groups
}

/** Rows that wait for a person to place them, oldest first. */
export const triageList = (cards: Iterable<Card>): Card[] =>
  [...cards].filter((card) => isUnplaced(card.area)).sort((a, b) => (a.reportedAt < b.reportedAt ? -1 : 1))

const LikelySameMilliseconds = 3_600_000

/** Open cases of the same building (or cell) that came in within an hour of `at`. */
export function likelyDuplicates(cards: Iterable<Card>, area: AreaCode, at: number): Card[] {
  return [...cards].filter((card) => isWithin(card.area, area) && Math.abs(Date.parse(card.reportedAt) - at) <= LikelySameMilliseconds)
}

