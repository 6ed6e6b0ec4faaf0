import type { FeatureCollection, MultiLineString, MultiPolygon, Polygon, Position } from 'geojson'

/**
 * The borders of areas, each drawn once: two neighbours share their border's vertices exactly, so an edge that was already seen from
 * the other side is left out. Half the lines to draw, and no border is darker for being drawn twice.
 */
export function bordersOf(areas: FeatureCollection<Polygon | MultiPolygon>): FeatureCollection<MultiLineString> {
  const seen = new Set<string>()
  const lines: Position[][] = []
  for (const { geometry } of areas.features) {
    for (const ring of geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()) walk(ring, seen, lines)
  }
  return { type: 'FeatureCollection', features: [{ type: 'Feature', id: 0, properties: {}, geometry: { type: 'MultiLineString', coordinates: lines } }] }
}

/** Cuts a closed ring into the runs of edges that nobody has drawn yet. */
function walk(ring: readonly Position[], seen: Set<string>, lines: Position[][]): void {
  let run: Position[] = []
  for (let index = 1; index < ring.length; index++) {
    const [from, to] = [ring[index - 1]!, ring[index]!]
    const key = keyOf(from, to)
    if (seen.has(key)) {
      if (run.length > 1) lines.push(run)
      run = []
      continue
    }
    seen.add(key)
    if (run.length === 0) run.push(from)
    run.push(to)
  }
  if (run.length > 1) lines.push(run)
}

function keyOf(a: Position, b: Position): string {
  const forward = a[0]! < b[0]! || (a[0] === b[0] && a[1]! < b[1]!)
  const [first, second] = forward ? [a, b] : [b, a]
  return `${first[0]},${first[1]} ${second[0]},${second[1]}`
}
