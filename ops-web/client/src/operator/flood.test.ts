import { describe, expect, it } from 'vitest'
import { streetOf } from '@/places/areaCode'
import type { Escalation } from '@/wire/board'
import { groupFlood, judgeFlood } from './flood'

const now = Date.parse('2026-11-25T06:10:00Z')
const raised = (n: number, over: Partial<Escalation> = {}): Escalation => ({
  id: `${n}`, caseId: `${n}`, at: '2026-11-25T06:05:00.000000Z', kind: 'up', from: 'cell', to: 'community', area: '440306018012-017-0042', category: 'hazard', severity: 'orange',
  why: { reason: 'unacknowledged', rule: null, ruleVersion: null, facts: {} }, ...over,
})
const many = (count: number) => Array.from({ length: count }, (_, n) => raised(n))

describe('a flood', () => {
  it('begins above ten in ten minutes and ends below five', () => {
    expect(judgeFlood(null, many(10), now)).toBeNull()
    const flood = judgeFlood(null, many(11), now)
    expect(flood).toEqual({ since: now, inWindow: 11 })
    expect(judgeFlood(flood, many(5), now + 1)).toEqual({ since: now, inWindow: 5 })
    expect(judgeFlood(flood, many(4), now + 1)).toBeNull()
  })
  it('counts alarms only, and only recent ones', () => {
    expect(judgeFlood(null, [...many(10), raised(11, { kind: 'down' }), raised(12, { at: '2026-11-25T05:00:00.000000Z' })], now)).toBeNull()
  })
  it('is grouped by street and cause with the most urgent kept out', () => {
    const groups = groupFlood([raised(1), raised(2, { severity: 'red' }), raised(3, { category: 'labour' })], streetOf)
    expect(groups.map((group) => [group.category, group.others, group.first.caseId])).toEqual([['hazard', 1, '2'], ['labour', 0, '3']])
  })
})
