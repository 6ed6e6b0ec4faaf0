/** Invented cases for working on the client without a running service. Never part of the build. */
import type { Card, Counter, Escalation, Rung, Tile } from '../src/wire/board'
import { severities, type Severity, type Tier } from '../src/wire/codes.ts'

const streetNames: [string, string, string, number, number][] = [
  ['440306001', '新安', "Xin'an", 113.89, 22.555], ['440306002', '西乡', 'Xixiang', 113.86, 22.58], ['440306003', '福永', 'Fuyong', 113.81, 22.67],
  ['440306004', '沙井', 'Shajing', 113.8, 22.73], ['440306005', '松岗', 'Songgang', 113.84, 22.77], ['440306006', '石岩', 'Shiyan', 113.93, 22.68],
  ['440306018', '航城', 'Hangcheng', 113.84, 22.62], ['440306019', '福海', 'Fuhai', 113.8, 22.7], ['440306020', '新桥', 'Xinqiao', 113.84, 22.73],
  ['440306021', '燕罗', 'Yanluo', 113.86, 22.8],
]
const communityNames = ['示例一', '示例二', '示例三', '示例四', '示例五', '示例六', '示例七', '示例八']

export const streets = streetNames.map(([code, zh, en, lon, lat]) => ({ code, zh: `${zh}街道`, en, center: [lon, lat] as const }))
export const communities = streets.flatMap((street) => communityNames.map((name, n) => ({
  code: `${street.code}${String(n + 1).padStart(3, '0')}`, zh: `${name}社区`, en: `Example ${n + 1}`,
  center: [street.center[0] + (n % 3) / 100, street.center[1] + n / 300] as const,
})))

/** A small repeatable generator (mulberry32). */
export function draws(seed: number) {
  let a = seed
  const next = () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return { next, below: (n: number) => Math.floor(next() * n), of: <T>(items: readonly T[]) => items[Math.floor(next() * items.length)] as T }
}

const chance = draws(7)
const climb: Tier[] = ['cell', 'community', 'street', 'district']
const minutes: Record<Severity, number> = { red: 5, orange: 15, yellow: 60, blue: 240 }
export const instant = (at: number) => new Date(at).toISOString().replace('Z', '000Z')

export function newCard(now: number, fresh: boolean, n: number): Card {
  const roll = chance.next()
  const severity: Severity = roll < 0.012 ? 'red' : roll < 0.07 ? 'orange' : roll < 0.3 ? 'yellow' : 'blue'
  const waiting = fresh || chance.next() < 0.16
  const top = fresh ? 0 : severity === 'red' ? chance.below(4) : chance.below(3)
  const step = minutes[severity] * 60_000
  const last = now - (fresh ? 0 : chance.next() * step * 0.9)
  const ladder: Rung[] = climb.slice(0, top + 1).map((tier, i) => ({
    tier, toldAt: instant(last - (top - i) * step), dueAt: instant(last - (top - i - 1) * step),
    outcome: i < top ? 'missed' : waiting ? 'current' : 'acknowledged',
  }))
  const tier = climb[top] ?? 'cell'
  const community = chance.of(communities)
  const cell = `${community.code}-${String(1 + chance.below(30)).padStart(3, '0')}`
  const area = n % 131 === 5 ? `${community.code}-unlocated` : `${cell}-${String(1 + chance.below(12)).padStart(4, '0')}`
  const worker = `worker-${cell}-1`
  const alarming = waiting && tier === 'district' && chance.next() < 0.5
  return {
    caseId: `HQ3M${(1_000_000 + n).toString(32).toUpperCase().padStart(6, '2')}2V9WXY`, version: 4, etag: `4-${n}`, area,
    category: chance.of(['neighbour', 'neighbour', 'labour', 'damages', 'hazard', 'consumer', 'property-management', 'prepaid-card', 'environment']),
    severity, state: waiting ? 'waiting' : 'inHand', tier, accepted: true, reportedAt: instant(last - top * step), changedAt: instant(last),
    due: alarming ? null : waiting
      ? { kind: 'acknowledge', at: instant(last + step), then: climb[top + 1] ?? null }
      : { kind: 'settle', at: instant(now + chance.next() * step * 24), then: climb[top + 1] ?? null },
    term: null,
    assigned: tier === 'cell' ? { responder: worker, kind: 'worker', at: instant(last), given: true } : null,
    by: waiting ? null : { role: tier === 'cell' ? 'worker' : 'desk', responder: tier === 'cell' ? worker : null, desk: tier === 'cell' ? null : 'v1', at: instant(last) },
    ladder,
    task: tier === 'cell' ? { number: 1, stage: waiting ? 'offered' : 'on-the-way', help: n % 40 === 0 ? instant(last + 30_000) : null } : null,
    told: [{ number: 1, responder: worker, kind: 'worker', at: instant(last), deliveredAt: instant(last + 900), seenAt: waiting ? null : instant(last + 20_000), acknowledgedAt: waiting ? null : instant(last + 50_000), left: tier === 'cell' ? null : 'climbed' }],
    why: top === 0 ? { reason: 'placed', rule: 'start', ruleVersion: 1, facts: { tier: 'cell', onDuty: 1 } }
      : { reason: 'unacknowledged', rule: `acknowledge-${severity}`, ruleVersion: 1, facts: { minutes: minutes[severity], tier: climb[top - 1] ?? 'cell', onDuty: top } },
    alarmingSince: alarming ? instant(last) : null, alarmEverySeconds: 300, notes: chance.below(3),
  }
}

const bySeverity = (cards: Card[]) => severities.map((severity) => cards.filter((card) => card.severity === severity).length) as unknown as [number, number, number, number]

export function tileOf(area: string, cards: Iterable<Card>): Tile {
  const here = [...cards].filter((card) => card.area === area)
  return { area, open: bySeverity(here), waiting: bySeverity(here.filter((card) => card.state === 'waiting')), overdue: bySeverity(here.filter((card) => card.alarmingSince)) }
}

export function counterOf(area: string, cards: Iterable<Card>): Counter {
  const here = [...cards].filter((card) => card.area.startsWith(area))
  const byCategory: Record<string, number> = {}
  for (const card of here) byCategory[card.category] = (byCategory[card.category] ?? 0) + 1
  return {
    area, open: here.length, waiting: here.filter((card) => card.state === 'waiting').length, overdue: here.filter((card) => card.alarmingSince).length,
    received: here.length, settled: Math.floor(here.length / 3), closed: 1, withdrawn: 0, refused: 0, escalatedLastHour: Math.floor(here.length / 9), byCategory,
  }
}

export function escalationOf(card: Card): Escalation {
  return {
    id: `${card.caseId}@${card.version}`, caseId: card.caseId, at: card.changedAt, kind: card.alarmingSince ? 'alarm' : card.tier === 'cell' ? 'new-red' : 'up',
    from: climb[climb.indexOf(card.tier) - 1] ?? null, to: card.tier, area: card.area, category: card.category, severity: card.severity, why: card.why,
  }
}
