/** An alarm flood: more than ten escalations in ten minutes, over when below five (EEMUA 191 / ISA-18.2). Pure. */
import type { Escalation } from '@/wire/board'
import type { AreaCode } from '@/wire/codes'

export const FloodWindowMilliseconds = 600_000
export const FloodBeginsAbove = 10
export const FloodEndsBelow = 5

export interface Flood { since: number; inWindow: number }

/** What an operator is asked to look at; a climb down or a reminder is not an alarm. */
const isAlarm = (one: Escalation) => one.kind !== 'down' && one.kind !== 'reminder'

export function recentAlarms(escalations: readonly Escalation[], now: number): Escalation[] {
  return escalations.filter((one) => isAlarm(one) && now - Date.parse(one.at) < FloodWindowMilliseconds)
}

/** Whether it floods now, given whether it did before. */
export function judgeFlood(before: Flood | null, escalations: readonly Escalation[], now: number): Flood | null {
  const inWindow = recentAlarms(escalations, now).length
  if (before ? inWindow < FloodEndsBelow : inWindow <= FloodBeginsAbove) return null
  return { since: before?.since ?? now, inWindow }
}

export interface FloodGroup { key: string; area: AreaCode; category: string; first: Escalation; others: number }

/** By street and cause: the most urgent of each is kept out, the others are counted beside it. */
export function groupFlood(recent: readonly Escalation[], streetOf: (area: AreaCode) => AreaCode | null): FloodGroup[] {
  const groups = new Map<string, FloodGroup>()
  const rank = { red: 0, orange: 1, yellow: 2, blue: 3 }
  for (const one of recent) {
    const area = streetOf(one.area) ?? one.area
    const key = `${area}|${one.category}`
    const group = groups.get(key)
    if (!group) groups.set(key, { key, area, category: one.category, first: one, others: 0 })
    else groups.set(key, { ...group, others: group.others + 1, first: rank[one.severity] < rank[group.first.severity] ? one : group.first })
  }
  return [...groups.values()].sort((a, b) => b.others - a.others)
}
