import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon, Position } from 'geojson'
import { levelOf, type AreaLevel } from './areaCode'
import { shortEn, shortZh } from './places'
import { buildingCode, decodeBuildings, rowOf, type BuildingRows, type Buildings } from './buildings'

export { usePlaces, type AreaName, type Places } from './places'

export type Bounds = [west: number, south: number, east: number, north: number]
export type LonLat = [lon: number, lat: number]

/** One named area of the map. Buildings are not among them: they live in columns, see `buildings.ts`. */
export interface Place {
  code: string
  level: AreaLevel
  /** Numeric feature id in its own collection, and so its feature-state key. */
  id: number
  zh: string
  en: string
  center: LonLat
  bounds: Bounds
}

/** A word on the map that names no area of the district: its neighbours, the sea. */
export interface MapWord {
  zh: string
  en: string
  at: LonLat
}

type Areas = FeatureCollection<Polygon | MultiPolygon, { code: string; zh?: string; en?: string; center?: LonLat; kind?: string }>

/** Everything drawn below the buildings, for one registry. */
export interface Geometry {
  hash: string
  bounds: Bounds
  streets: Areas
  airport: Areas
  communities: Areas
  cells: Areas
  words: MapWord[]
  places: ReadonlyMap<string, Place>
  /** Cell codes in feature order, which is registry order. */
  cellCodes: readonly string[]
}

/** Geometry is immutable per registry hash, so one copy per hash is kept for the life of the page. */
const loaded = new Map<string, Promise<Geometry>>()
const loadedBuildings = new Map<string, Promise<Buildings>>()

/** Streets, communities and cells of a registry. Rejects when the server cannot be reached; the next call tries again. */
export const loadGeometry = (hash: string): Promise<Geometry> => once(loaded, hash, fetchGeometry)

/** The buildings of a registry, in columns. */
export const loadBuildings = (hash: string): Promise<Buildings> =>
  once(loadedBuildings, hash, async () => {
    const [geometry, rows] = await Promise.all([loadGeometry(hash), fetchJson<BuildingRows>(hash, 'buildings')])
    return decodeBuildings(rows, geometry.cellCodes.length)
  })

function once<T>(cache: Map<string, Promise<T>>, hash: string, load: (hash: string) => Promise<T>): Promise<T> {
  let pending = cache.get(hash)
  if (!pending) {
    pending = load(hash)
    cache.set(hash, pending)
    pending.catch(() => cache.delete(hash))
  }
  return pending
}

async function fetchJson<T>(hash: string, name: string): Promise<T> {
  const answer = await fetch(`/api/places/${encodeURIComponent(hash)}/${name}.json`)
  if (!answer.ok) throw new Error(`${name}.json: HTTP ${answer.status}`)
  return (await answer.json()) as T
}

async function fetchGeometry(hash: string): Promise<Geometry> {
  const [streets, communities, cells] = await Promise.all(
    ['streets', 'communities', 'cells'].map((name) => fetchJson<FeatureCollection<Polygon | MultiPolygon | Point>>(hash, name)),
  )
  return arrange(hash, streets!, communities!, cells!)
}

/** Sorts what the server sends into layers and an index by code. Pure. */
export function arrange(
  hash: string,
  streetsAndWords: FeatureCollection<Polygon | MultiPolygon | Point>,
  communities: FeatureCollection<Polygon | MultiPolygon | Point>,
  cells: FeatureCollection<Polygon | MultiPolygon | Point>,
): Geometry {
  const kindOf = (feature: Feature): string => (feature.properties?.['kind'] as string | undefined) ?? 'area'
  const pick = (kind: (kind: string) => boolean): Areas =>
    ({ type: 'FeatureCollection', features: streetsAndWords.features.filter((feature) => kind(kindOf(feature)) && feature.geometry.type !== 'Point') }) as Areas
  const streets = pick((kind) => kind !== 'airport' && kind !== 'label')
  const airport = pick((kind) => kind === 'airport')
  const words = streetsAndWords.features
    .filter((feature) => feature.geometry.type === 'Point')
    .map((feature) => ({
      zh: String(feature.properties?.['zh'] ?? ''),
      en: String(feature.properties?.['en'] ?? ''),
      at: (feature.geometry as Point).coordinates as LonLat,
    }))

  const places = new Map<string, Place>()
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity]
  for (const areas of [streets, airport, communities as Areas, cells as Areas]) {
    areas.features.forEach((feature, index) => {
      feature.id ??= index
      const place = placeOf(feature as Areas['features'][number])
      places.set(place.code, place)
      if (place.level === 'street' || place.level === 'airport') widen(bounds, place.bounds)
    })
  }
  const center: LonLat = [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]
  places.set('district', { code: 'district', level: 'district', id: -1, zh: '全区', en: 'District', center, bounds })
  return {
    hash, bounds, streets, airport, communities: communities as Areas, cells: cells as Areas, words, places,
    cellCodes: (cells as Areas).features.map((feature) => feature.properties.code),
  }
}

function placeOf(feature: Areas['features'][number]): Place {
  const { code, zh, en, center } = feature.properties
  const bounds = boundsOf(feature.geometry)
  return {
    code, level: levelOf(code), id: Number(feature.id), bounds,
    zh: shortZh(zh ?? code.slice(code.lastIndexOf('-') + 1)),
    en: shortEn(en ?? code.slice(code.lastIndexOf('-') + 1)),
    center: center ?? [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2],
  }
}

function boundsOf(shape: Polygon | MultiPolygon): Bounds {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity]
  const rings: Position[][] = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat()
  for (const ring of rings) for (const [lon, lat] of ring) widen(bounds, [lon!, lat!, lon!, lat!])
  return bounds
}

function widen(bounds: Bounds, by: Bounds): void {
  bounds[0] = Math.min(bounds[0], by[0])
  bounds[1] = Math.min(bounds[1], by[1])
  bounds[2] = Math.max(bounds[2], by[2])
  bounds[3] = Math.max(bounds[3], by[3])
}

/** The row of a building by its code, or -1 when the registry does not know it. */
export function buildingRow(geometry: Geometry, all: Buildings, code: string): number {
  const dash = code.lastIndexOf('-')
  const cell = geometry.places.get(code.slice(0, dash))
  return cell?.level === 'cell' ? rowOf(all, cell.id, Number(code.slice(dash + 1))) : -1
}

/** The code of the building in a row. */
export const codeOfRow = (geometry: Geometry, all: Buildings, row: number): string =>
  buildingCode(geometry.cellCodes[all.cell[row]!]!, all.ordinal[row]!)
