import { describe, expect, it } from 'vitest'
import { categories, severities, tiers } from '@/wire/codes'
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
    ]
    expect(wanted.filter((key) => !zh.has(key))).toEqual([])
  })
})
