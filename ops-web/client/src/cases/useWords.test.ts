import { describe, expect, it } from 'vitest'
import { createApp, defineComponent, h } from 'vue'
import { aCard } from '@/board/fixtures'
import { i18n, speak } from '@/i18n'
import type { Places } from '@/places/places'
import type { Rung } from '@/wire/board'
import { useEventWords } from './useEventWords'
import { useWords, type Words } from './useWords'

const names: Record<string, { zh: string; en: string }> = { '440306018': { zh: '西乡', en: 'Xixiang' }, '440306018012': { zh: '流塘', en: 'Liutang' } }
const places = { name: (area: string) => names[area] ?? { zh: area, en: area } } as unknown as Places

function inPage<T>(use: (words: Words) => T): T {
  let made: T | undefined
  const app = createApp(defineComponent({ setup() { made = use(useWords(places)); return () => h('i') } })).use(i18n)
  app.mount(document.createElement('div'))
  app.unmount()
  return made as T
}
const rung = (tier: Rung['tier'], outcome: Rung['outcome'], minute: number): Rung =>
  ({ tier, outcome, toldAt: `2026-11-25T06:${minute}:27.000000Z`, dueAt: `2026-11-25T06:${minute + 5}:27.000000Z` })
const raised = aCard('a', {
  tier: 'street', why: { reason: 'unacknowledged', rule: 'acknowledge-red', ruleVersion: 3, facts: { minutes: 5, tier: 'community' } },
  ladder: [rung('cell', 'missed', 13), rung('community', 'missed', 18), rung('street', 'current', 23)],
})
const now = Date.parse('2026-11-25T06:25:00Z')

describe('the words of a case', () => {
  it('say why in a sentence that names rule and facts, in both languages', () => {
    speak('zh')
    expect(inPage((words) => words.why(raised, now))).toBe('网格、社区先后在 5 分钟内无人确认，确认-红 v3 于 14:23:27 把它升到街道。')
    speak('en')
    expect(inPage((words) => words.why(raised, now))).toBe('Cell and community each had 5 minutes and nobody acknowledged, so ack-red v3 raised it to the street at 14:23:27.')
    speak('zh')
  })
  it('say that a case was opened again, not that it climbed to where it is', () => {
    const reopened = aCard('a', { tier: 'street', why: { reason: 'asked', rule: 'acknowledge-red', ruleVersion: 3, facts: { tier: 'street' } }, ladder: [rung('street', 'acknowledged', 13), rung('street', 'current', 23)] })
    expect(inPage((words) => [words.why(reopened, now), words.whyBrief(reopened)])).toEqual(['14:23:27 重新打开，确认时限从街道重新开始。', '重新打开'])
  })
  it('name a place down to the building', () => {
    expect(inPage((words) => words.placeInFull('440306018012-017-0042'))).toBe('西乡 · 流塘 · 网格 440306018012-017 · 楼栋 0042')
  })
  it('say what the clock leads to', () => {
    expect(inPage((words) => words.then(raised))).toBe('升社区')
    expect(inPage((words) => words.then({ ...raised, due: null, alarmingSince: '2026-11-25T06:00:00.000000Z' }))).toBe('再次告警')
  })
  it('word a step of the timeline from its codes', () => {
    const entry = { version: 3, ordinal: 0, at: '2026-11-25T06:18:27.000000Z', name: 'dispute-escalated', by: null, details: { from: 'cell', to: 'community', reason: 'unacknowledged', rule: { id: 'acknowledge-red', version: 3 } } }
    expect(inPage((words) => useEventWords(words)(entry))).toEqual({ title: '升到社区', text: '无人确认 · 原在网格 · 规则 确认-红 v3' })
    expect(inPage((words) => useEventWords(words)({ ...entry, name: 'something-new', details: {} })).title).toBe('something-new')
  })
})
