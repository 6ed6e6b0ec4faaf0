import { mercatorX, mercatorY } from './mercator'

/** `buildings.json` as served: registry order, coordinates as whole numbers, the first one plain and then differences. */
export interface BuildingRows {
  /** Degrees per unit. */
  scale: number
  /** `[index of the cell in cells.json, how many buildings follow]`. */
  runs: [number, number][]
  lon: number[]
  lat: number[]
  floors: number[]
  /** Ordinals within the cell where they do not simply count from 1. */
  ordinals?: number[]
}

/** All buildings as columns; a row number is the building's index in the registry. */
export interface Buildings {
  count: number
  /** Degrees. */
  lon: Float64Array
  lat: Float64Array
  /** Web Mercator in the unit square. */
  x: Float64Array
  y: Float64Array
  floors: Uint8Array
  /** Index of the building's cell in cells.json. */
  cell: Uint16Array
  ordinal: Uint16Array
  /** First row of each cell, and how many rows it has. */
  firstOfCell: Int32Array
  countOfCell: Int32Array
}

const ORDINAL_DIGITS = 4

/** Rows to columns. Throws a RangeError when the runs and the coordinates disagree: half a district must not look like a whole one. */
export function decodeBuildings(rows: BuildingRows, cells: number): Buildings {
  const count = rows.lon.length
  const covered = rows.runs.reduce((sum, [, length]) => sum + length, 0)
  if (covered !== count || rows.lat.length !== count || rows.floors.length !== count) {
    throw new RangeError(`buildings.json: ${covered} in runs, ${count} longitudes, ${rows.lat.length} latitudes, ${rows.floors.length} floors`)
  }
  const all: Buildings = {
    count,
    lon: new Float64Array(count),
    lat: new Float64Array(count),
    x: new Float64Array(count),
    y: new Float64Array(count),
    floors: Uint8Array.from(rows.floors, (floors) => Math.min(floors, 255)),
    cell: new Uint16Array(count),
    ordinal: new Uint16Array(count),
    firstOfCell: new Int32Array(cells).fill(-1),
    countOfCell: new Int32Array(cells),
  }
  let lon = 0
  let lat = 0
  for (let row = 0; row < count; row++) {
    lon += rows.lon[row]!
    lat += rows.lat[row]!
    all.lon[row] = lon * rows.scale
    all.lat[row] = lat * rows.scale
    all.x[row] = mercatorX(all.lon[row]!)
    all.y[row] = mercatorY(all.lat[row]!)
  }
  let row = 0
  for (const [cell, length] of rows.runs) {
    if (cell < 0 || cell >= cells) throw new RangeError(`buildings.json: cell ${cell} of ${cells}`)
    if (all.firstOfCell[cell]! < 0) all.firstOfCell[cell] = row
    for (let k = 0; k < length; k++, row++) {
      all.cell[row] = cell
      all.ordinal[row] = rows.ordinals?.[row] ?? ++all.countOfCell[cell]!
      if (rows.ordinals) all.countOfCell[cell]!++
    }
  }
  return all
}

/** The code of a building, from the code of its cell. */
export const buildingCode = (cellCode: string, ordinal: number): string => `${cellCode}-${String(ordinal).padStart(ORDINAL_DIGITS, '0')}`

/** The row of the building with this ordinal in its cell, or -1. */
export function rowOf(all: Buildings, cell: number, ordinal: number): number {
  const first = all.firstOfCell[cell] ?? -1
  if (first < 0) return -1
  const end = first + all.countOfCell[cell]!
  const expected = first + ordinal - 1
  if (expected < end && all.ordinal[expected] === ordinal) return expected
  for (let row = first; row < end; row++) if (all.ordinal[row] === ordinal) return row
  return -1
}

/** The nearest building to a point in Mercator units, and how far it is in those units; null when there are none. */
export function nearestBuilding(all: Buildings, x: number, y: number): { row: number; distance: number } | null {
  let best = -1
  let least = Infinity
  for (let row = 0; row < all.count; row++) {
    const dx = all.x[row]! - x
    const dy = all.y[row]! - y
    const squared = dx * dx + dy * dy
    if (squared < least) {
      least = squared
      best = row
    }
  }
  return best < 0 ? null : { row: best, distance: Math.sqrt(least) }
}
