import { describe, expect, it } from 'vitest'
import { aCard } from '@/board/fixtures'
import { groupQueue, likelyDuplicates, needsDesk, passes, triageList } from './queue'

const due = (at: string) => ({ kind: 'acknowledge' as const, at: `2026-11-25T06:${at}.000000Z`, then: 'street' as const })
const now = Date.parse('2026-11-25T06:00:00Z')

describe('the queue', () => {
  it('is by severity, then alarms, then what is due first', () => {
    const cards = [
      aCard('late', { due: due('40:00') }), aCard('yellow', { severity: 'yellow' }), aCard('soon', { due: due('02:00') }),
      aCard('alarm', { due: null, alarmingSince: '2026-11-25T05:59:00.000000Z' }),
    ]
    const [red, , yellow] = groupQueue(cards, () => true)
    expect(red?.cards.map((card) => card.caseId)).toEqual(['alarm', 'soon', 'late'])
    expect(yellow?.cards).toHaveLength(1)
  })
  it('needs the district’s desk when nobody below is left', () => {
    expect(needsDesk(aCard('a', { tier: 'district' }))).toBe(true)
    expect(needsDesk(aCard('a', { tier: 'district', state: 'inHand' }))).toBe(false)
    expect(needsDesk(aCard('a', { tier: 'street' }))).toBe(false)
  })
  it('finds what is due within the hour', () => {
    expect(passes(aCard('a', { due: due('59:00') }), 'soon', now)).toBe(true)
    expect(passes(aCard('a', { due: { ...due('00:00'), at: '2026-11-25T08:00:00.000000Z' } }), 'soon', now)).toBe(false)
  })
  it('lists unplaced cases, oldest first', () => {
    const cards = [
      aCard('b', { area: 'district-unlocated', reportedAt: '2026-11-25T05:30:00.000000Z' }), aCard('a', { area: '440306400', reportedAt: '2026-11-25T05:00:00.000000Z' }), aCard('c'),
    ]
    expect(triageList(cards).map((card) => card.caseId)).toEqual(['a', 'b'])
  })
  it('suspects the same thing in the same building within an hour', () => {
    const cards = [aCard('same'), aCard('old', { reportedAt: '2026-11-25T04:00:00.000000Z' }), aCard('elsewhere', { area: '440306018012-017-0043' })]
    expect(likelyDuplicates(cards, '440306018012-017-0042', now).map((card) => card.caseId)).toEqual(['same'])
  })
})
