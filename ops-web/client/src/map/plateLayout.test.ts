import { describe, expect, it } from 'vitest'
import { placePlates, type PlateRoom, type PlateWish } from './plateLayout'
import { overlaps, type Rect } from './view'

const room = (more: Partial<PlateRoom> = {}): PlateRoom =>
  ({ bounds: { x: 0, y: 0, w: 1000, h: 1000 }, closed: [], shy: [], before: new Map(), unit: 1, ...more })
const wish = (id: string, x: number, y: number): PlateWish => ({ id, x, y, w: 150, h: 46, radius: 10 })
const inside = (rect: Rect, bounds: Rect) => rect.x >= bounds.x && rect.y >= bounds.y && rect.x + rect.w <= bounds.x + bounds.w && rect.y + rect.h <= bounds.y + bounds.h

describe('the plates of a wall', () => {
  it('never lie on each other, on a panel, or over the edge, however crowded the cases', () => {
    const seed = 7
    let state = seed
    const draw = () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state / 2 ** 32 }
    const closed = [{ x: 0, y: 0, w: 300, h: 250 }, { x: 700, y: 750, w: 300, h: 250 }]
    for (let round = 0; round < 50; round++) {
      const wishes = Array.from({ length: 8 }, (_, index) => wish(`c${index}`, 350 + draw() * 300, 300 + draw() * 400))
      const plates = [...placePlates(wishes, room({ closed })).values()]
      expect(plates.length, `seed ${seed}, round ${round}`).toBeGreaterThan(5)
      plates.forEach(({ rect }, index) => {
        expect(inside(rect, room().bounds)).toBe(true)
        for (const panel of closed) expect(overlaps(rect, panel)).toBe(false)
        for (const other of plates.slice(index + 1)) expect(overlaps(rect, other.rect)).toBe(false)
      })
    }
  })

  it('keep clear of names when there is room beside them', () => {
    const name = { x: 520, y: 470, w: 220, h: 60 }
    const { rect } = placePlates([wish('a', 500, 500)], room({ shy: [name] })).get('a')!
    expect(overlaps(rect, name)).toBe(false)
  })

  it('stay where they were while that is nearly as good', () => {
    const first = placePlates([wish('a', 500, 500)], room()).get('a')!
    const other = (first.slot + 3) % 16
    expect(placePlates([wish('a', 500, 500)], room({ before: new Map([['a', other]]) })).get('a')!.slot).toBe(other)
  })

  it('leave out a plate that finds no room; its case keeps its marker', () => {
    expect(placePlates([wish('a', 50, 20)], room({ bounds: { x: 0, y: 0, w: 100, h: 40 } })).size).toBe(0)
  })

  it('lead from the rim of the plate to the rim of the marker', () => {
    const { rect, from, to } = placePlates([wish('a', 500, 500)], room()).get('a')!
    expect(from[0] === rect.x || from[0] === rect.x + rect.w || from[1] === rect.y || from[1] === rect.y + rect.h).toBe(true)
    expect(Math.hypot(to[0] - 500, to[1] - 500)).toBeCloseTo(10)
  })
})
