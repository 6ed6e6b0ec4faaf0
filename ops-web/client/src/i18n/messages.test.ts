import { describe, expect, it } from 'vitest'
import { categories, severities, tiers } from '@/wire/codes'
import { completeOutcomes, declineReasons, responderKinds, stages } from '@/wire/field'
import { messages } from './messages'

type Words = { [key: string]: string | Words }

function keys(words: Words, under = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) => typeof value === 'string' ? [under + key] : keys(value, `${under}${key}.`))
}
const zh = new Set(keys(messages.zh))
const en = new Set(keys(messages.en))

/** Every literal key that a component asks for; keys built from codes are covered by the tests below them. */
const sources = import.meta.glob<string>(['../**/*.vue', '../**/*.ts', '!../**/*.test.ts'], { query: '?raw', import: 'default', eager: true })
const asked = new Set(Object.values(sources).flatMap((text) => [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map((match) => match[1] ?? '')))

describe('the two languages', () => {
  it('say the same things', () => {
    expect([...zh].filter((key) => !en.has(key))).toEqual([])
    expect([...en].filter((key) => !zh.has(key))).toEqual([])
  })

  it('have every sentence that a page asks for', () => {
    expect([...asked].filter((key) => !zh.has(key))).toEqual([])
  })

  it('leave nothing empty', () => {
    expect([...asked].filter((key) => key === '')).toEqual([])
  })

  it('word every code of the wire', () => {
    const wanted = [
      ...severities.flatMap((code) => [`codes.severity.${code}`, `codes.urgency.${code}`]),
      ...tiers.map((code) => `codes.tier.${code}`),
      ...categories.map((code) => `codes.category.${code}`),
      ...stages.flatMap((code) => [`field.stage.${code}`, `cases.knows.stage.${code}`]),
      ...responderKinds.map((code) => `codes.role.${code}`),
      ...declineReasons.flatMap((code) => [`field.decline.${code}`, `cases.reasons.${code}`]),
      ...completeOutcomes.flatMap((code) => [`field.outcome.${code}`, `field.outcomeThen.${code}`, `cases.reasons.${code}`]),
      ...['settled', 'refused', 'withdrawn', 'closed', 'climbed', 'handed-over', 'shift-ended', 'declined', 'moved'].map((code) => `field.left.${code}`),
      ...['declined', 'handed-over', 'shift-ended', 'climbed', 'moved', 'over'].map((code) => `cases.knows.left.${code}`),
      ...['task-moved-on', 'not-your-task', 'already-acknowledged', 'case-over', 'off-duty', 'conflict-of-interest', 'unknown-responder', 'other-body'].map((code) => `field.refusal.${code}`),
    ]
    expect(wanted.filter((key) => !zh.has(key))).toEqual([])
  })
})
