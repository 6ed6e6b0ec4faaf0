import { describe, expect, it } from 'vitest'
import { createApp, defineComponent, h } from 'vue'
import { aCard } from '@/board/fixtures'
import { i18n, speak, type Language } from '@/i18n'
import type { Places } from '@/places/places'
import type { Card, Why, WhyReason } from '@/wire/board'
import { useEventWords } from './useEventWords'
import { useWords, type Words } from './useWords'

const places = { name: (area: string) => ({ zh: area, en: area }) } as unknown as Places
function inPage<T>(use: (words: Words) => T): T {
  let made: T | undefined
  const app = createApp(defineComponent({ setup() { made = use(useWords(places)); return () => h('i') } })).use(i18n)
  app.mount(document.createElement('div'))
  app.unmount()
  return made as T
}

const reasons: readonly WhyReason[] = ['reported', 'placed', 'unacknowledged', 'lapsed', 'nobody-on-duty', 'asked', 'severity', 'alarm', 'reminder', 'term', 'level-down', 'declined', 'shift-ended', 'handed-over']
const rules: readonly Pick<Why, 'rule' | 'ruleVersion'>[] = [{ rule: null, ruleVersion: null }, { rule: 'acknowledge-red', ruleVersion: 1 }, { rule: 'mediation-term', ruleVersion: 2 }, { rule: 'placing', ruleVersion: 1 }]
const facts: readonly Why['facts'][] = [{}, { minutes: 5, tier: 'cell', onDuty: 0 }, { tier: 'community', onDuty: 5, load: 2 }]
const now = Date.parse('2026-11-25T06:25:00Z')

/** A slot that was left empty shows as a doubled blank, a lonely mark, or a comma with nothing before it. */
const holes = /\{|\}|undefined|null|NaN| {2}|[（(「“][）)」”]|^[ ：:，,。.]|[ ][：:，,。.]|(按|由|到|在|于) ?[：:，,。.、]|(按|由|于) +(派到|从|把|由|确认。)|\b(by|the|at|within|had) ?[:,.]|\b(by|at|within|the) +(by|to|at|so|had)\b|[：:，,]$/

function sentences(language: Language): { said: string; of: string }[] {
  speak(language)
  const found = reasons.flatMap((reason) => rules.flatMap((rule) => facts.flatMap((fact) => {
    const card: Card = aCard('a', { tier: 'community', why: { reason, ...rule, facts: fact } })
    const of = `${language} ${reason} ${JSON.stringify(rule)} ${JSON.stringify(fact)}`
    return inPage((words) => [words.why(card, now), words.whyShort(card.why), words.whyBrief(card)]).map((said) => ({ said, of }))
  })))
  speak('zh')
  return found
}

describe('every reason of the wire', () => {
  it.each(['zh', 'en'] as const)('is a whole sentence in %s, whatever rule and facts it has', (language) => {
    const said = sentences(language)
    expect(said.filter((one) => one.said.trim() === '' || reasons.includes(one.said as WhyReason) || holes.test(one.said))).toEqual([])
  })
  it('says where it was placed with a rule and without one', () => {
    const placed = (rule: string | null) => inPage((words) => words.why(aCard('a', { why: { reason: 'placed', rule, ruleVersion: rule ? 1 : null, facts: { onDuty: 5, tier: 'cell' } } }), now))
    expect([placed(null), placed('placing')]).toEqual(['按地点派到网格：当时在岗 5 人。', '按 派单 v1 派到网格：当时在岗 5 人。'])
    speak('en')
    expect([placed(null), placed('placing')]).toEqual(['Placed with the cell by where it is: 5 on duty then.', 'Placed with the cell by placing v1: 5 on duty then.'])
    speak('zh')
  })
})

describe('the timeline', () => {
  const assigned = { version: 2, ordinal: 0, at: '2026-11-25T06:18:27.000000Z', name: 'dispute-assigned', by: { role: 'rule', responder: null, desk: null }, details: { responder: 'worker-440306018012-017-1', facts: { onDuty: 5, load: 0 } } }
  it('says that a rule did it, not the code of a role', () => {
    expect(inPage((words) => useEventWords(words)(assigned))).toEqual({ title: '派给网格员', text: '在岗 5 人 · 手上 0 件 · 按规则自动' })
    speak('en')
    expect(inPage((words) => useEventWords(words)(assigned)).text).toBe('5 on duty · 0 in hand · automatically by rule')
    speak('zh')
  })
})
