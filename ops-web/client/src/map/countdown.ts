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

/** `01:20` under an hour, then `3:12:21`, then days as `2d 03:12`. */
export function clockText(milliseconds: number, dayWord: string): string {
  const seconds = Math.floor(milliseconds / SECOND_MS)
  const pad = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  if (hours === 0) return `${pad(minutes)}:${pad(seconds % 60)}`
  if (hours < 24) return `${hours}:${pad(minutes)}:${pad(seconds % 60)}`
  return `${Math.floor(hours / 24)}${dayWord} ${pad(hours % 24)}:${pad(minutes)}`
}
