import { parentOf } from '@/places/areaCode'
import type { BySeverity, Tile } from '@/wire/board'

/** Open, waiting and overdue work of one area, each by severity: red, orange, yellow, blue. */
export interface Sum {
  open: BySeverity
  waiting: BySeverity
  overdue: BySeverity
}

const SEVERITIES = 4
const open = 0
const waiting = SEVERITIES
const overdue = 2 * SEVERITIES
const width = 3 * SEVERITIES

/**
 * What every area holds, kept as running sums of the leaf tiles: a changed leaf touches only the areas above it. An area's state is
 * the sum of its leaves, including its own `-unlocated` child.
 */
export class AreaSums {
  private readonly leaves = new Map<string, Tile>()
  private readonly sums = new Map<string, Int32Array>()

  /** Takes over the leaf tiles as they are now and answers every area whose sum changed, coarse and fine. */
  adopt(tiles: ReadonlyMap<string, Tile>): Set<string> {
    const changed = new Set<string>()
    for (const [area, tile] of tiles) {
      const before = this.leaves.get(area)
      if (before === tile) continue
      this.add(area, before, -1, changed)
      this.add(area, tile, 1, changed)
      this.leaves.set(area, tile)
    }
    if (this.leaves.size > tiles.size) {
      for (const [area, before] of this.leaves) {
        if (tiles.has(area)) continue
        this.add(area, before, -1, changed)
        this.leaves.delete(area)
      }
    }
    return changed
  }

  /** What an area holds, or null when nothing is open there. */
  of(area: string): Sum | null {
    const sum = this.sums.get(area)
    return sum ? { open: four(sum, open), waiting: four(sum, waiting), overdue: four(sum, overdue) } : null
  }

  private add(leaf: string, tile: Tile | undefined, sign: 1 | -1, changed: Set<string>): void {
    if (!tile) return
    for (let area: string | null = leaf; area !== null; area = parentOf(area)) {
      let sum = this.sums.get(area)
      if (!sum) this.sums.set(area, (sum = new Int32Array(width)))
      for (let s = 0; s < SEVERITIES; s++) {
        sum[open + s]! += sign * tile.open[s]!
        sum[waiting + s]! += sign * tile.waiting[s]!
        sum[overdue + s]! += sign * tile.overdue[s]!
      }
      if (sum.every((count) => count === 0)) this.sums.delete(area)
      changed.add(area)
    }
  }
}

const four = (sum: Int32Array, from: number): BySeverity => [sum[from]!, sum[from + 1]!, sum[from + 2]!, sum[from + 3]!]

export const total = (counts: BySeverity): number => counts[0] + counts[1] + counts[2] + counts[3]
