/** Small valid messages for tests. */
import type { Card, Changes, Snapshot } from '@/wire/board'

const instant = '2026-11-25T06:00:00.000000Z'

export const aCard = (caseId: string, over: Partial<Card> = {}): Card => ({
  caseId, version: 1, etag: `1-${caseId}`, area: '440306018012-017-0042', category: 'hazard', severity: 'red', state: 'waiting', tier: 'cell',
  accepted: true, reportedAt: instant, changedAt: instant, due: { kind: 'acknowledge', at: '2026-11-25T06:05:00.000000Z', then: 'community' },
  term: null, assigned: null, by: null, ladder: [], task: null, told: [], why: { reason: 'reported', rule: null, ruleVersion: null, facts: {} },
  alarmingSince: null, alarmEverySeconds: 300, notes: 0, ...over,
})

export const aSnapshot = (over: Partial<Snapshot> = {}): Snapshot => ({
  watch: 1, n: 0, realm: 'demo', instance: 'demo-0001', kind: 'demo', epoch: 'e', cursor: 'c', area: 'district', registry: 'r', now: instant,
  clock: { rate: 1, paused: false }, cards: [], cardsLeftOut: 0, tiles: [], counters: [], escalations: [], ...over,
})

export const aChange = (over: Partial<Changes> = {}): Changes => ({
  watch: 1, n: 1, cursor: 'c', now: instant, tail: false, clock: null, cards: [], gone: [], tiles: [], counters: [], escalations: [], pulses: [],
  entries: 1, ...over,
})
