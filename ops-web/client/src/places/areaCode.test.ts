import { describe, expect, it } from 'vitest'
import { communityOf, isFineEnough, isUnplaced, isWithin, levelOf, parentOf, pathTo, streetOf } from './areaCode'

describe('an area code', () => {
  const building = '440306018012-017-0042'

  it('tells its own level', () => {
    expect(['district', '440306018', '440306018012', '440306018012-017', building].map(levelOf))
      .toEqual(['district', 'street', 'community', 'cell', 'building'])
    expect(levelOf('440306400')).toBe('airport')
    expect(levelOf('440306018012-unlocated')).toBe('unlocated')
    expect(levelOf('district-unlocated')).toBe('unlocated')
  })

  it('leads up to the district', () => {
    expect(pathTo(building)).toEqual(['district', '440306018', '440306018012', '440306018012-017', building])
    expect(parentOf('district-unlocated')).toBe('district')
    expect(parentOf('440306018012-unlocated')).toBe('440306018012')
    expect(streetOf(building)).toBe('440306018')
    expect(communityOf(building)).toBe('440306018012')
  })

  it('lies within its parents only', () => {
    expect(isWithin(building, '440306018')).toBe(true)
    expect(isWithin(building, '440306018012-017')).toBe(true)
    expect(isWithin('440306018012-0175', '440306018012-017')).toBe(false)
    expect(isWithin(building, '440306019')).toBe(false)
  })

  it('waits for a person when it has no finer place', () => {
    expect(isUnplaced('440306400')).toBe(true)
    expect(isUnplaced('district-unlocated')).toBe(true)
    expect(isUnplaced(building)).toBe(false)
  })

  it('is fine enough for a report down from the cell', () => {
    expect([building, '440306018012-017', '440306018012', '440306018', 'district'].map(isFineEnough)).toEqual([true, true, false, false, false])
  })
})
