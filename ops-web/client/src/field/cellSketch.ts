import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson'
import { call } from '@/http/api'
import { decodeBuildings, type BuildingRows } from '@/places/buildings'
import { latOf, mercatorX, mercatorY, unitsPerMetre } from '@/places/mercator'

/** One cell drawn small: its outline, its buildings, how long 100 m are. Units of a square of `Side`. */
export interface CellSketch { path: string; buildings: readonly { ordinal: number; x: number; y: number; floors: number }[]; metres100: number; width: number; height: number }

const Side = 320
const Margin = 14

/** Cuts one cell out of a registry, so that a phone keeps a few hundred bytes instead of a district. Null when the registry has no such cell. */
export async function sketchOf(registry: string, cell: string): Promise<CellSketch | null> {
  const at = `/api/places/${encodeURIComponent(registry)}`
  const [{ body: cells }, { body: rows }] = await Promise.all([
    call<FeatureCollection<Polygon | MultiPolygon, { code: string }>>(`${at}/cells.json`), call<BuildingRows>(`${at}/buildings.json`),
  ])
  const index = cells.features.findIndex((feature) => feature.properties.code === cell)
  const shape = cells.features[index]?.geometry
  if (!shape) return null
  const rings = (shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat()).map((ring) => ring.map(([lon = 0, lat = 0]) => [mercatorX(lon), mercatorY(lat)] as const))
  const xs = rings.flat().map(([x]) => x), ys = rings.flat().map(([, y]) => y)
  const left = Math.min(...xs), top = Math.min(...ys)
  const across = Math.max(...xs) - left, down = Math.max(...ys) - top
  const scale = (Side - 2 * Margin) / Math.max(across, down)
  const x = (at: number) => (at - left) * scale + Margin
  const y = (at: number) => (at - top) * scale + Margin
  const round = (at: number) => Math.round(at * 10) / 10

  const path = rings.map((ring) => ring.map(([east, south], n) => `${n ? 'L' : 'M'}${round(x(east))} ${round(y(south))}`).join('') + 'z').join('')
  const all = decodeBuildings(rows, cells.features.length)
  const first = all.firstOfCell[index] ?? -1
  const buildings = first < 0 ? [] : Array.from({ length: all.countOfCell[index] ?? 0 }, (_, n) => {
    const row = first + n
    return { ordinal: all.ordinal[row] ?? 0, x: round(x(all.x[row] ?? 0)), y: round(y(all.y[row] ?? 0)), floors: all.floors[row] ?? 0 }
  })
  return { path, buildings, metres100: round(100 * unitsPerMetre(latOf(top + down / 2)) * scale), width: round(across * scale + 2 * Margin), height: round(down * scale + 2 * Margin) }
}
