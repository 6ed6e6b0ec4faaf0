/** Area codes are read from the code itself; no table is needed to find the parent of a place. */
import type { AreaCode } from '@/wire/codes'

export const district: AreaCode = 'district'
export const airport: AreaCode = '440306400'

export type AreaLevel = 'district' | 'airport' | 'street' | 'community' | 'cell' | 'building' | 'unlocated'

const unlocatedEnd = '-unlocated'

export function levelOf(area: AreaCode): AreaLevel {
  if (area.endsWith(unlocatedEnd)) return 'unlocated'
  if (area === district) return 'district'
  if (area === airport) return 'airport'
  const dashes = area.split('-').length - 1
  if (dashes === 2) return 'building'
  if (dashes === 1) return 'cell'
  return area.length > 9 ? 'community' : 'street'
}

/** The next larger area, or null above the district. */
export function parentOf(area: AreaCode): AreaCode | null {
  switch (levelOf(area)) {
    case 'district': return null
    case 'unlocated': return area.slice(0, -unlocatedEnd.length)
    case 'airport':
    case 'street': return district
    case 'community': return area.slice(0, 9)
    default: return area.slice(0, area.lastIndexOf('-'))
  }
}

/** The area and everything above it, district first. */
export function pathTo(area: AreaCode): AreaCode[] {
  const path: AreaCode[] = []
  for (let at: AreaCode | null = area; at !== null; at = parentOf(at)) path.unshift(at)
  return path
}

export function isWithin(area: AreaCode, outer: AreaCode): boolean {
  return outer === district || area === outer || (area.startsWith(outer) && (outer.includes('-') ? area[outer.length] === '-' : true))
}

/** Whether a case there still has to be placed by a person. */
export function isUnplaced(area: AreaCode): boolean {
  const level = levelOf(area)
  return level === 'unlocated' || level === 'airport'
}

export function streetOf(area: AreaCode): AreaCode | null {
  return pathTo(area).find((at) => levelOf(at) === 'street' || levelOf(at) === 'airport') ?? null
}

export function communityOf(area: AreaCode): AreaCode | null {
  return pathTo(area).find((at) => levelOf(at) === 'community') ?? null
}

/** The cell that an area is or lies in; null for anything larger. */
export function cellOf(area: AreaCode): AreaCode | null {
  return pathTo(area).find((at) => levelOf(at) === 'cell') ?? null
}

/** Whether a report may stand there: a building, or the cell when the building is not known. Anything larger still has to be placed by a person. */
export function isFineEnough(area: AreaCode): boolean {
  const level = levelOf(area)
  return level === 'building' || level === 'cell'
}
