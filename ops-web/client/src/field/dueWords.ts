import { dayOfYear, minuteOfDay } from '@/shared/format'
import type { Due } from '@/wire/board'

const DayMilliseconds = 86_400_000
const SoonMilliseconds = 3_600_000

/** `today`, `tomorrow` or another day, as people on a shift say it. */
export function dayOf(at: number, now: number): 'today' | 'tomorrow' | 'other' {
  const day = dayOfYear(at)
  return day === dayOfYear(now) ? 'today' : day === dayOfYear(now + DayMilliseconds) ? 'tomorrow' : 'other'
}

/** A countdown while it is near, else the day and minute. */
export type DueMark = { kind: 'none' } | { kind: 'alarm' } | { kind: 'late' } | { kind: 'countdown'; left: number } | { kind: 'day'; day: 'today' | 'tomorrow' | 'other'; date: string; time: string }

export function dueMark(due: Due | null, now: number | null): DueMark {
  if (!due) return { kind: 'alarm' }
  if (now === null) return { kind: 'none' }
  const at = Date.parse(due.at)
  if (at <= now) return { kind: 'late' }
  if (at - now < SoonMilliseconds) return { kind: 'countdown', left: at - now }
  return { kind: 'day', day: dayOf(at, now), date: dayOfYear(at), time: minuteOfDay(at) }
}

/** What follows when the clock runs out, as a key: `acknowledge-up`, `acknowledge-alarm`, `settle-up`, `settle-over`, `alarm` or `late`. */
export function dueKey(due: Due | null, now: number | null): 'acknowledge-up' | 'acknowledge-alarm' | 'settle-up' | 'settle-over' | 'alarm' | 'late' {
  if (!due) return 'alarm'
  if (now !== null && Date.parse(due.at) <= now) return 'late'
  return due.kind === 'acknowledge' ? (due.then ? 'acknowledge-up' : 'acknowledge-alarm') : due.then ? 'settle-up' : 'settle-over'
}

/** Which share of the running clock is left, 0 to 1; null when there is none. */
export function shareLeft(due: Due | null, givenAt: string, now: number | null): number | null {
  if (!due || now === null) return null
  const at = Date.parse(due.at), whole = at - Date.parse(givenAt)
  return whole > 0 ? Math.min(1, Math.max(0, (at - now) / whole)) : null
}
