import { describe, expect, it } from 'vitest'
import { aCard } from '@/board/fixtures'
import { nextAlarm, remaining, shareLeft } from './caseClock'

const since = Date.parse('2026-11-25T06:00:00Z')

describe('the clock of a case', () => {
  it('alarms again at each interval while nobody acknowledges at the district', () => {
    const card = aCard('a', { due: null, alarmingSince: '2026-11-25T06:00:00.000000Z', alarmEverySeconds: 300 })
    expect(nextAlarm(card, since)).toBe(since + 300_000)
    expect(nextAlarm(card, since + 299_999)).toBe(since + 300_000)
    expect(nextAlarm(card, since + 300_000)).toBe(since + 600_000)
  })
  it('counts down to its due instant', () => {
    expect(remaining(aCard('a'), since)).toBe(300_000)
    expect(remaining(aCard('a', { due: null }), since)).toBeNull()
    expect(remaining(aCard('a'), null)).toBeNull()
  })
  it('shows the share of the clock that is left', () => {
    const card = aCard('a', { ladder: [{ tier: 'cell', toldAt: '2026-11-25T06:00:00.000000Z', dueAt: null, outcome: 'current' }] })
    expect(shareLeft(card, since + 150_000)).toBe(0.5)
  })
})
