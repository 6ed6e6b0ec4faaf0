import { describe, expect, it } from 'vitest'
import { placeLabels, type Label } from './labels'
import { overlaps, viewAt } from './view'

const view = viewAt(0.5, 0.5, 10, 0, 800, 600)
const unit = 1 / view.scale
const label = (key: string, px: number, py: number, weight: number, more: Partial<Label> = {}): Label =>
  ({ key, x: 0.5 + px * unit, y: 0.5 + py * unit, weight, from: 0, to: 99, lines: [{ text: key, size: 16, bold: false, colour: '' }], ...more })
const measure = (text: string) => text.length * 10

describe('names on the map', () => {
  it('never touch; the weightier one, which comes first, stays', () => {
    expect(placeLabels([label('沙井街道', 0, 0, 10), label('后亭', 5, 4, 1), label('民主', 200, 0, 1)], view, measure).map((one) => one.label.key)).toEqual(['沙井街道', '民主'])
  })

  it('appear only at their zoom and on screen', () => {
    expect(placeLabels([label('near', 0, 0, 1, { from: 12 }), label('off', 5000, 0, 1), label('far', 0, 0, 1, { to: 10 })], view, measure)).toEqual([])
  })

  it('step aside from an urgent case, and come back to the middle without one', () => {
    const marker = { x: 390, y: 290, w: 20, h: 20 }
    const [aside] = placeLabels([label('福永', 0, 0, 10)], view, measure, [marker])
    expect(overlaps(aside!.rect, marker)).toBe(false)
    const [middle] = placeLabels([label('福永', 0, 0, 10)], view, measure)
    expect([middle!.x, middle!.y]).toEqual([400, 300])
  })

  it('do not lie under a panel, except the names of streets', () => {
    const panel = { x: 300, y: 200, w: 200, h: 200 }
    const names = [label('沙井', 0, 0, 1000), label('光明', 30, 60, 0)]
    expect(placeLabels(names, view, measure, [], [panel]).map((one) => one.label.key)).toEqual(['沙井'])
  })
})
