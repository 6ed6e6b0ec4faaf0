import type { Card } from '@/wire/board'

const SECOND_MS = 1000

/** Milliseconds until a case climbs, or until its next alarm once it alarms; null when neither is known. Never negative. */
export function untilNext(card: Pick<Card, 'due' | 'alarmingSince' | 'alarmEverySeconds'>, now: number): number | null {
  if (card.due) return Math.max(0, Date.parse(card.due.at) - now)
  if (!card.alarmingSince || card.alarmEverySeconds <= 0) return null
  const every = card.alarmEverySeconds * SECOND_MS
  const since = Math.max(0, now - Date.parse(card.alarmingSince))
  return every - (since % every)
}
