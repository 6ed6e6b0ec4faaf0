import type { Buildings } from '@/places/buildings'

/** A run of buildings that stand near each other, with the box around them in degrees. */
export interface Chunk { first: number; count: number; west: number; south: number; east: number; north: number }

/** Registry order keeps neighbours together, so equal runs of it make compact boxes. */
const CHUNK_BUILDINGS = 512

export function chunksOf(all: Buildings): Chunk[] {
  const chunks: Chunk[] = []
  for (let first = 0; first < all.count; first += CHUNK_BUILDINGS) {
    const count = Math.min(CHUNK_BUILDINGS, all.count - first)
    const lon = all.lon.subarray(first, first + count)
    const lat = all.lat.subarray(first, first + count)
    chunks.push({ first, count, west: min(lon), east: max(lon), south: min(lat), north: max(lat) })
  }
  return chunks
}

/** The runs `[first row, count]` that can be on screen, neighbours joined: one draw call each. */
export function visibleRanges(chunks: readonly Chunk[], [west, south, east, north]: readonly [number, number, number, number]): [number, number][] {
  const ranges: [number, number][] = []
  for (const chunk of chunks) {
    if (chunk.east < west || chunk.west > east || chunk.north < south || chunk.south > north) continue
    const last = ranges.at(-1)
    if (last && last[0] + last[1] === chunk.first) last[1] += chunk.count
    else ranges.push([chunk.first, chunk.count])
  }
  return ranges
}

/** A schematic footprint: the registry knows how high a building is, not how wide; higher ones stand wider. Metres. */
export function sideMetres(floors: number): number {
  if (floors <= 3) return 10
  if (floors <= 8) return 13
  return floors <= 18 ? 17 : 22
}

const min = (values: Float64Array) => values.reduce((least, value) => Math.min(least, value), Infinity)
const max = (values: Float64Array) => values.reduce((most, value) => Math.max(most, value), -Infinity)
