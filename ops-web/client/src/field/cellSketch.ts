import type { Position } from 'geojson'
import { loadBuildings, loadGeometry } from '@/places/geometry'
import { mercatorX, mercatorY, unitsPerMetre } from '@/places/mercator'

/** One cell drawn small: its outline, its buildings, how long 100 m are. Units of a square of `Side`. */
export interface CellSketch { path: string; buildings: readonly { ordinal: number; x: number; y: number; floors: number }[]; metres100: number; width: number; height: number }

const Side = 320
const Margin = 14

/** Cuts one cell out of a registry, so that a phone keeps a few hundred bytes instead of a district. Null when the registry has no such cell. */
export async function sketchOf(registry: string, cell: string): Promise<CellSketch | null> {
  const [geometry, all] = await Promise.all([loadGeometry(registry), loadBuildings(registry)])
  const place = geometry.places.get(cell)
  const shape = place ? geometry.cells.features[place.id]?.geometry : undefined
  if (!place || !shape) return null
  const rings: Position[][] = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat()
  const [west, south, east, north] = place.bounds
  const left = mercatorX(west), top = mercatorY(north)
  const across = mercatorX(east) - left, down = mercatorY(south) - top
  const scale = (Side - 2 * Margin) / Math.max(across, down)
  const x = (at: number) => (at - left) * scale + Margin
  const y = (at: number) => (at - top) * scale + Margin
  const round = (at: number) => Math.round(at * 10) / 10

  const path = rings.map((ring) => ring.map(([lon = 0, lat = 0], n) => `${n ? 'L' : 'M'}${round(x(mercatorX(lon)))} ${round(y(mercatorY(lat)))}`).join('') + 'z').join('')
  const first = all.firstOfCell[place.id] ?? -1
  const buildings = first < 0 ? [] : Array.from({ length: all.countOfCell[place.id] ?? 0 }, (_, n) => {
    const row = first + n
    return { ordinal: all.ordinal[row] ?? 0, x: round(x(all.x[row] ?? 0)), y: round(y(all.y[row] ?? 0)), floors: all.floors[row] ?? 0 }
  })
  return { path, buildings, metres100: round(100 * unitsPerMetre((south + north) / 2) * scale), width: round(across * scale + 2 * Margin), height: round(down * scale + 2 * Margin) }
}
