import { describe, expect, it } from 'vitest'
import { dueKey, dueMark, shareLeft } from './dueWords'

const now = Date.parse('2026-11-25T06:00:00Z') // 14:00 in the district
const due = (at: string, kind: 'acknowledge' | 'settle' = 'settle', then: 'community' | null = 'community') => ({ kind, at, then })

describe('when a task is due', () => {
  it('is a countdown within the hour, and a day and time beyond', () => {
    expect(dueMark(due('2026-11-25T06:30:00Z'), now)).toEqual({ kind: 'countdown', left: 1_800_000 })
    expect(dueMark(due('2026-11-25T09:30:00Z'), now)).toMatchObject({ kind: 'day', day: 'today', time: '17:30' })
    expect(dueMark(due('2026-11-25T17:00:00Z'), now)).toMatchObject({ kind: 'day', day: 'tomorrow', time: '01:00' })
    expect(dueMark(due('2026-11-28T04:00:00Z'), now)).toMatchObject({ kind: 'day', day: 'other', date: '11-28' })
  })
  it('is late from its instant on, and alarms when it has none', () => {
    expect(dueMark(due('2026-11-25T06:00:00Z'), now)).toEqual({ kind: 'late' })
    expect(dueMark(null, now)).toEqual({ kind: 'alarm' })
    expect(dueMark(due('2026-11-25T06:00:00Z'), null)).toEqual({ kind: 'none' })
  })
  it('says what follows', () => {
    const later = '2026-11-25T07:00:00Z'
    expect([dueKey(due(later, 'acknowledge'), now), dueKey(due(later, 'acknowledge', null), now), dueKey(due(later), now), dueKey(due(later, 'settle', null), now), dueKey(null, now)])
      .toEqual(['acknowledge-up', 'acknowledge-alarm', 'settle-up', 'settle-over', 'alarm'])
  })
  it('knows which share of the clock is left', () => {
    expect(shareLeft(due('2026-11-25T06:03:00Z'), '2026-11-25T05:59:00Z', now)).toBe(0.75)
    expect(shareLeft(due('2026-11-25T05:59:00Z'), '2026-11-25T05:58:00Z', now)).toBe(0)
    expect(shareLeft(null, '2026-11-25T05:58:00Z', now)).toBeNull()
  })
})
