import { describe, expect, it } from 'vitest'
import type { BySeverity, Tile } from '@/wire/board'
import { AreaSums, total } from './sums'

const none: BySeverity = [0, 0, 0, 0]
const tile = (area: string, open: BySeverity, waiting: BySeverity = none, overdue: BySeverity = none): Tile => ({ area, open, waiting, overdue })
const building = '440306018012-017-0042'
const beside = '440306018012-017-0043'
const unplaced = '440306018-unlocated'

describe('the sums of a district', () => {
  it('are those of its leaves, at every level', () => {
    const sums = new AreaSums()
    sums.adopt(new Map([tile(building, [1, 0, 0, 2], [1, 0, 0, 0]), tile(beside, [0, 1, 0, 0]), tile(unplaced, [0, 0, 1, 0])].map((one) => [one.area, one])))
    expect(sums.of('440306018012-017')?.open).toEqual([1, 1, 0, 2])
    expect(sums.of('440306018')?.open).toEqual([1, 1, 1, 2])
    expect(sums.of('district')?.open).toEqual([1, 1, 1, 2])
    expect(sums.of('district')?.waiting).toEqual([1, 0, 0, 0])
  })

  it('name only the areas above a changed leaf', () => {
    const sums = new AreaSums()
    const tiles = new Map([[building, tile(building, [1, 0, 0, 0])], [beside, tile(beside, [0, 0, 0, 1])]])
    sums.adopt(tiles)
    tiles.set(building, tile(building, [0, 1, 0, 0]))
    expect([...sums.adopt(tiles)]).toEqual([building, '440306018012-017', '440306018012', '440306018', 'district'])
    expect(sums.adopt(tiles).size).toBe(0)
  })

  it('forget an area that returned to normal, whether its tile is empty or gone', () => {
    const sums = new AreaSums()
    sums.adopt(new Map([[building, tile(building, [1, 0, 0, 0])], [beside, tile(beside, [0, 0, 0, 1])]]))
    sums.adopt(new Map([[building, tile(building, none)]]))
    expect(sums.of(building)).toBeNull()
    expect(sums.of(beside)).toBeNull()
    expect(sums.of('district')).toBeNull()
  })

  it('stay equal to a count from scratch over a long day of changes', () => {
    const seed = 20261125
    let state = seed
    const draw = (below: number) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state % below }
    const sums = new AreaSums()
    const tiles = new Map<string, Tile>()
    for (let step = 0; step < 400; step++) {
      const area = `44030601${draw(3)}0${10 + draw(3)}-00${draw(3)}-000${1 + draw(4)}`
      if (draw(4) === 0) tiles.delete(area)
      else tiles.set(area, tile(area, [draw(2), draw(3), draw(3), draw(4)], [draw(2), 0, draw(2), 0], [0, draw(2), 0, 0]))
      if (draw(3) === 0) sums.adopt(tiles)
    }
    sums.adopt(tiles)
    const open = [...tiles.values()].reduce((sum, one) => sum + total(one.open), 0)
    const street = [...tiles].filter(([area]) => area.startsWith('440306011')).reduce((sum, [, one]) => sum + total(one.open), 0)
    expect(total(sums.of('district')?.open ?? none), `seed ${seed}`).toBe(open)
    expect(total(sums.of('440306011')?.open ?? none), `seed ${seed}`).toBe(street)
  })
})
