import { describe, expect, it } from 'vitest'
import { buildingCode, decodeBuildings, nearestBuilding, rowOf, type BuildingRows } from './buildings'
import { mercatorX, mercatorY } from './mercator'

const rows: BuildingRows = { scale: 1e-6, runs: [[0, 2], [2, 1]], lon: [113_800_000, 500, -1000], lat: [22_700_000, -200, 300], floors: [6, 32, 300] }

describe('the buildings of a registry', () => {
  it('come as differences and are read as degrees', () => {
    const all = decodeBuildings(rows, 3)
    expect([...all.lon].map((lon) => lon.toFixed(6))).toEqual(['113.800000', '113.800500', '113.799500'])
    expect([...all.lat].map((lat) => lat.toFixed(6))).toEqual(['22.700000', '22.699800', '22.700100'])
    expect([...all.cell]).toEqual([0, 0, 2])
    expect([...all.ordinal]).toEqual([1, 2, 1])
    expect([...all.floors]).toEqual([6, 32, 255])
  })

  it('are found by cell and ordinal, also where ordinals have gaps', () => {
    const plain = decodeBuildings(rows, 3)
    expect(rowOf(plain, 0, 2)).toBe(1)
    expect(rowOf(plain, 2, 1)).toBe(2)
    expect(rowOf(plain, 1, 1)).toBe(-1)
    expect(rowOf(plain, 0, 3)).toBe(-1)
    const gaps = decodeBuildings({ ...rows, ordinals: [3, 7, 2] }, 3)
    expect(rowOf(gaps, 0, 7)).toBe(1)
    expect(rowOf(gaps, 0, 1)).toBe(-1)
    expect(rowOf(gaps, 2, 2)).toBe(2)
  })

  it('are refused when columns disagree: half a district must not look whole', () => {
    expect(() => decodeBuildings({ ...rows, lat: [22_700_000] }, 3)).toThrow(RangeError)
    expect(() => decodeBuildings({ ...rows, runs: [[0, 5]] }, 3)).toThrow(RangeError)
    expect(() => decodeBuildings(rows, 2)).toThrow(RangeError)
  })

  it('answer which is nearest to a point', () => {
    const all = decodeBuildings(rows, 3)
    expect(nearestBuilding(all, mercatorX(113.80049), mercatorY(22.6998))?.row).toBe(1)
    expect(nearestBuilding({ ...all, count: 0 }, 0, 0)).toBeNull()
  })

  it('are named by their cell and four digits', () => {
    expect(buildingCode('440306018012-017', 42)).toBe('440306018012-017-0042')
  })
})
