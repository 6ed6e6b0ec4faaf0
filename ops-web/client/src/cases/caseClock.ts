/** A case's clock, read from its card. All times are milliseconds since 1970 in realm time. */
import type { Card } from '@/wire/board'

/** When the case alarms again; null when it does not alarm. Nothing is recorded for it: every board computes the same instant. */
export function nextAlarm(card: Card, now: number): number | null {
  if (!card.alarmingSince) return null
  const since = Date.parse(card.alarmingSince)
  const every = card.alarmEverySeconds * 1000
  return since + (Math.floor(Math.max(0, now - since) / every) + 1) * every
}

/** The instant that the countdown runs to. */
export function nextInstant(card: Card, now: number): number | null {
  return nextAlarm(card, now) ?? (card.due ? Date.parse(card.due.at) : null)
}

export function remaining(card: Card, now: number | null): number | null {
  if (now === null) return null
  const at = nextInstant(card, now)
  return at === null ? null : at - now
}

/** Which share of the running clock is left, 0 to 1; null when its beginning is not known. */
export function shareLeft(card: Card, now: number | null): number | null {
  const left = remaining(card, now)
  if (left === null || now === null) return null
  const whole = card.alarmingSince ? card.alarmEverySeconds * 1000
    : card.due ? Date.parse(card.due.at) - Date.parse(card.due.kind === 'acknowledge' ? card.ladder.at(-1)?.toldAt ?? card.changedAt : card.by?.at ?? card.changedAt) : 0
  return whole > 0 ? Math.min(1, Math.max(0, left / whole)) : null
}

export const isWaiting = (card: Card): boolean => card.state === 'waiting'
export const isOver = (card: Card): boolean => card.state !== 'waiting' && card.state !== 'inHand'
