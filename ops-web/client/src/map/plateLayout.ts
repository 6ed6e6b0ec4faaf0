import { overlap, overlaps, type Rect } from './view'

/** A plate to be placed beside its anchor. All lengths in CSS pixels. */
export interface PlateWish { id: string; x: number; y: number; w: number; h: number; radius: number }

export interface PlatePlace {
  rect: Rect
  /** The leader: from the plate's edge to the rim of the marker. */
  from: readonly [number, number]
  to: readonly [number, number]
  /** Which of the candidate places it took; handed back next time so that plates stay where they are. */
  slot: number
}

export interface PlateRoom {
  bounds: Rect
  /** Where no plate may lie: other panels. */
  closed: readonly Rect[]
  /** Where a plate had better not lie: labels, markers. */
  shy: readonly Rect[]
  /** Slots of the last layout. */
  before: ReadonlyMap<string, number>
  /** 1 at 1080 lines. */
  unit: number
}

const DIRECTIONS = 16
const DISTANCES = [26, 52, 86, 128, 180, 240] as const
const GAP = 6
const BONUS_FOR_STAYING = 40
const COST_PER_CROSSING = 120
/** A leader over a name or a marker. */
const COST_PER_SCRATCH = 50
const COST_PER_COVERED_SHARE = 420

/**
 * Places plates around their markers, the first wish first. No two plates overlap, none leaves the bounds or lies on a closed
 * rectangle; a plate without any room is left out (its case still has its marker).
 */
export function placePlates(wishes: readonly PlateWish[], room: PlateRoom): Map<string, PlatePlace> {
  const placed = new Map<string, PlatePlace>()
  for (const wish of wishes) {
    let best: PlatePlace | null = null
    let least = Infinity
    for (let slot = 0; slot < DIRECTIONS * DISTANCES.length; slot++) {
      const place = placeIn(wish, slot, room.unit)
      if (!fits(place.rect, room, placed)) continue
      const cost = costOf(place, wish, room, placed, wishes)
      if (cost < least) {
        least = cost
        best = place
      }
    }
    if (best) placed.set(wish.id, best)
  }
  return placed
}

function placeIn(wish: PlateWish, slot: number, unit: number): PlatePlace {
  const angle = ((slot % DIRECTIONS) / DIRECTIONS) * 2 * Math.PI
  const distance = DISTANCES[Math.floor(slot / DIRECTIONS)]! * unit + wish.radius
  const dx = Math.cos(angle)
  const dy = Math.sin(angle)
  // The plate's middle lies so far out that its edge, not its middle, is at the distance.
  const reach = Math.min(wish.w / 2 / Math.max(Math.abs(dx), 1e-9), wish.h / 2 / Math.max(Math.abs(dy), 1e-9))
  const middleX = wish.x + dx * (distance + reach)
  const middleY = wish.y + dy * (distance + reach)
  const rect = { x: Math.round(middleX - wish.w / 2), y: Math.round(middleY - wish.h / 2), w: wish.w, h: wish.h }
  const from = [clamp(wish.x, rect.x, rect.x + rect.w), clamp(wish.y, rect.y, rect.y + rect.h)] as const
  const length = Math.hypot(from[0] - wish.x, from[1] - wish.y) || 1
  const to = [wish.x + ((from[0] - wish.x) / length) * wish.radius, wish.y + ((from[1] - wish.y) / length) * wish.radius] as const
  return { rect, from, to, slot }
}

function fits(rect: Rect, room: PlateRoom, placed: ReadonlyMap<string, PlatePlace>): boolean {
  const { bounds } = room
  if (rect.x < bounds.x || rect.y < bounds.y || rect.x + rect.w > bounds.x + bounds.w || rect.y + rect.h > bounds.y + bounds.h) return false
  const gap = GAP * room.unit
  const wide = { x: rect.x - gap, y: rect.y - gap, w: rect.w + 2 * gap, h: rect.h + 2 * gap }
  if (room.closed.some((closed) => overlaps(wide, closed))) return false
  for (const other of placed.values()) if (overlaps(wide, other.rect)) return false
  return true
}

function costOf(place: PlatePlace, wish: PlateWish, room: PlateRoom, placed: ReadonlyMap<string, PlatePlace>, wishes: readonly PlateWish[]): number {
  let cost = Math.hypot(place.from[0] - wish.x, place.from[1] - wish.y) / room.unit
  const plate = place.rect.w * place.rect.h
  for (const shy of room.shy) cost += (overlap(place.rect, shy) / Math.min(plate, Math.max(1, shy.w * shy.h))) * COST_PER_COVERED_SHARE
  for (const shy of room.shy) if (!holds(shy, wish) && enters(place.from, place.to, shy)) cost += COST_PER_SCRATCH
  for (const other of wishes) {
    if (other.id === wish.id) continue
    const marker = { x: other.x - other.radius, y: other.y - other.radius, w: 2 * other.radius, h: 2 * other.radius }
    if (overlaps(place.rect, marker)) cost += COST_PER_CROSSING * 2
  }
  for (const other of placed.values()) {
    if (crosses(place.from, place.to, other.from, other.to)) cost += COST_PER_CROSSING
    if (enters(place.from, place.to, other.rect)) cost += COST_PER_CROSSING
    if (enters(other.from, other.to, place.rect)) cost += COST_PER_CROSSING
  }
  if (room.before.get(wish.id) === place.slot) cost -= BONUS_FOR_STAYING
  return cost
}

type Spot = readonly [number, number]
const side = (a: Spot, b: Spot, c: Spot) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

function crosses(a: Spot, b: Spot, c: Spot, d: Spot): boolean {
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)
}

function enters(a: Spot, b: Spot, rect: Rect): boolean {
  const corners: Spot[] = [[rect.x, rect.y], [rect.x + rect.w, rect.y], [rect.x + rect.w, rect.y + rect.h], [rect.x, rect.y + rect.h]]
  return corners.some((corner, index) => crosses(a, b, corner, corners[(index + 1) % 4]!))
}

const holds = (rect: Rect, spot: { x: number; y: number }) =>
  spot.x >= rect.x && spot.x <= rect.x + rect.w && spot.y >= rect.y && spot.y <= rect.y + rect.h

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))
