import { describe, expect, it } from 'vitest'
import { drillTo, hoverArea, outOf } from './drill'

const building = '440306018012-017-0042'
const cell = '440306018012-017'

describe('a click on the map', () => {
  it('goes one level down inside the area in focus', () => {
    expect(drillTo(cell, 'district', 10)).toBe('440306018')
    expect(drillTo(cell, '440306018', 12)).toBe('440306018012')
    expect(drillTo(cell, '440306018012', 13.5)).toBe(cell)
    expect(drillTo(building, cell, 16)).toBe(building)
    expect(drillTo(building, building, 17)).toBe(building)
  })

  it('beside the focus goes to the neighbour of the same size', () => {
    expect(drillTo('440306019001-001', '440306018', 12)).toBe('440306019')
    expect(drillTo('440306018013-001', '440306018012', 13.5)).toBe('440306018013')
  })

  it('does not make somebody who zoomed in by hand climb down from the top', () => {
    expect(drillTo(building, 'district', 16.5)).toBe(cell)
  })

  it('reaches the airport, which has no cells, and nothing at sea', () => {
    expect(drillTo('440306400', 'district', 10)).toBe('440306400')
    expect(drillTo(null, 'district', 10)).toBeNull()
  })
})

it('Pointing names as fine an area as the zoom shows', () => {
  expect([10, 12.5, 14.5, 16].map((zoom) => hoverArea(building, zoom))).toEqual(['440306018', '440306018012', cell, building])
})

it('Escape leads one level up and ends at the district', () => {
  expect([building, cell, '440306018', 'district'].map(outOf)).toEqual([cell, '440306018012', 'district', 'district'])
})
