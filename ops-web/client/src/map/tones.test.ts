import { describe, expect, it } from 'vitest'
import type { BySeverity } from '@/wire/board'
import { buildingColour, cellTint, rgba, type Palette } from './palette'
import { isQuiet, NORMAL, severityOf, stateOf, toneFor, toneOf } from './tones'

const none: BySeverity = [0, 0, 0, 0]
const sum = (open: BySeverity, waiting: BySeverity = none, overdue: BySeverity = none) => ({ open, waiting, overdue })
const palette = { land: '#152433', normal: '#5b6b7a', label: '#a7b7c6', red: '#ff3b5c', orange: '#ff9f1c', yellow: '#ffe14d', blue: '#5ec8f2' } as Palette

describe('the look of an area', () => {
  it('is that of its worst severity and, within it, of its worst state', () => {
    expect(toneOf(sum([1, 3, 0, 9], [0, 3, 0, 0]))).toBe(toneFor('red', 'inHand'))
    expect(toneOf(sum([0, 3, 0, 9], [0, 1, 0, 0]))).toBe(toneFor('orange', 'waiting'))
    expect(toneOf(sum([2, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0]))).toBe(toneFor('red', 'overdue'))
    expect(toneOf(null)).toBe(NORMAL)
    expect(toneOf(sum(none))).toBe(NORMAL)
  })

  it('stays grey while yellow and blue are on time', () => {
    for (const open of [[0, 0, 1, 0], [0, 0, 0, 5], [0, 0, 2, 2]] as BySeverity[]) {
      const tone = toneOf(sum(open, open))
      expect(isQuiet(tone)).toBe(true)
      expect(cellTint(palette, tone).opacity).toBe(0)
      expect([palette.red, palette.orange, palette.yellow, palette.blue]).not.toContain(buildingColour(palette, tone))
    }
  })

  it('shows late blue work although yellow work there is on time', () => {
    const tone = toneOf(sum([0, 0, 1, 1], none, [0, 0, 0, 1]))
    expect([severityOf(tone), stateOf(tone)]).toEqual(['blue', 'overdue'])
    expect(buildingColour(palette, tone)).toBe(palette.blue)
  })

  it('tints unacknowledged work more strongly than work in hand', () => {
    expect(cellTint(palette, toneFor('red', 'waiting')).opacity).toBeGreaterThan(cellTint(palette, toneFor('red', 'inHand')).opacity)
    expect(cellTint(palette, toneFor('yellow', 'overdue')).opacity).toBeLessThan(cellTint(palette, toneFor('red', 'waiting')).opacity)
  })

  it('reads the colours of tokens and survives a broken one', () => {
    expect(rgba('#ff0080', 0.5).map((part) => Math.round(part * 255))).toEqual([255, 0, 128, 128])
    expect(rgba('#f08', 1)).toEqual(rgba('#ff0088', 1))
    expect(rgba('tomato', 1)).toEqual([0.5, 0.5, 0.5, 1])
  })
})
