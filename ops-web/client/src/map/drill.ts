import { district, isWithin, levelOf, parentOf, pathTo, type AreaLevel } from '@/places/areaCode'

/** Depth of a level below the district; the airport counts as a street. */
const depths: Record<AreaLevel, number> = { district: 0, street: 1, airport: 1, community: 2, cell: 3, building: 4, unlocated: 4 }

/** The finest level that can be told apart at a zoom. */
export function depthAt(zoom: number): number {
  if (zoom < 11.8) return 1
  if (zoom < 13.8) return 2
  return zoom < 15.6 ? 3 : 4
}

/**
 * Where a click leads: one level below the focus when it hits inside it, else to the area beside the focus that it hit; and at least as
 * fine as the zoom already shows. `hit` is the finest area under the click (a cell or a building), or null over the sea.
 */
export function drillTo(hit: string | null, focus: string, zoom: number): string | null {
  if (hit === null) return null
  const path = pathTo(hit)
  const within = isWithin(hit, focus)
  const asked = depths[levelOf(focus)] + (within ? 1 : 0)
  const depth = Math.min(path.length - 1, Math.max(1, asked, within ? depthAt(zoom) - 1 : 1))
  return path[depth] ?? null
}

/** The area named by hovering: as fine as the zoom shows. */
export function hoverArea(hit: string | null, zoom: number): string | null {
  if (hit === null) return null
  const path = pathTo(hit)
  return path[Math.min(path.length - 1, depthAt(zoom))] ?? null
}

/** One level up, and the district at the top. */
export const outOf = (focus: string): string => parentOf(focus) ?? district
