import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { streetOf, communityOf, levelOf, isWithin, parentOf, pathTo } from '@/places/areaCode'
import type { Card, Counter, Tile } from '@/wire/board'
import type { AreaCode } from '@/wire/codes'
import type { Console } from './console'

/** One line of the table: a part of the area in focus, with the numbers of everything below it. */
export interface DrillRow { area: AreaCode; open: number; waiting: number; overdue: number; bySeverity: readonly number[]; counter: Counter | null }

const RefreshMilliseconds = 1000

/** The child of `outer` that `area` lies in; null when it is `outer` itself. */
export function childOf(area: AreaCode, outer: AreaCode): AreaCode | null {
  const path = pathTo(area)
  const at = path.indexOf(outer)
  return at < 0 ? null : path[at + 1] ?? null
}

export function sumTiles(tiles: Iterable<Tile>, outer: AreaCode): Map<AreaCode, DrillRow> {
  const rows = new Map<AreaCode, DrillRow>()
  for (const tile of tiles) {
    if (!isWithin(tile.area, outer)) continue
    const child = childOf(tile.area, outer)
    if (!child) continue
    const row = rows.get(child)
    rows.set(child, {
      area: child, open: (row?.open ?? 0) + sum(tile.open), waiting: (row?.waiting ?? 0) + sum(tile.waiting), overdue: (row?.overdue ?? 0) + sum(tile.overdue),
      bySeverity: tile.open.map((count, n) => count + (row?.bySeverity[n] ?? 0)), counter: null,
    })
  }
  return rows
}
const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0)

/** The numbers of the parts of the area in focus, refreshed at most once a second: tiles can change ten times as often. */
export function useDrill({ board, places, focusArea }: Console) {
  const rows = shallowRef<readonly DrillRow[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined

  function count() {
    timer = undefined
    const area = focusArea.value
    const found = sumTiles(board.tiles.values(), area)
    const level = levelOf(area)
    const always = level === 'district' ? [...places.streets(), ...board.counters.keys()] : level === 'street' ? places.communities(area) : []
    for (const child of always) if (!found.has(child)) found.set(child, { area: child, open: 0, waiting: 0, overdue: 0, bySeverity: [0, 0, 0, 0], counter: null })
    rows.value = [...found.values()].map((row) => ({ ...row, counter: board.counters.get(row.area) ?? null })).sort((a, b) => b.open - a.open || (a.area < b.area ? -1 : 1))
  }
  watch([board.revision, places.ready], () => { timer ??= setTimeout(count, RefreshMilliseconds) })
  watch([focusArea, places.ready], count, { immediate: true })
  onScopeDispose(() => { clearTimeout(timer) })

  const categories = computed(() => {
    void board.revision.value
    const found = new Map<string, { category: string; open: number; waiting: number; bySeverity: number[] }>()
    for (const card of board.cards.values()) {
      if (!isWithin(card.area, focusArea.value)) continue
      const row = found.get(card.category) ?? { category: card.category, open: 0, waiting: 0, bySeverity: [0, 0, 0, 0] }
      row.open++
      if (card.state === 'waiting') row.waiting++
      const n = severityIndex(card)
      row.bySeverity[n] = (row.bySeverity[n] ?? 0) + 1
      found.set(card.category, row)
    }
    return [...found.values()].sort((a, b) => b.open - a.open)
  })

  return { rows, categories, up: () => { focusArea.value = parentOf(focusArea.value) ?? focusArea.value } }
}
const severityIndex = (card: Card) => ({ red: 0, orange: 1, yellow: 2, blue: 3 })[card.severity]

/** Where the table goes when a case is followed: its community, or whatever is known of it. */
export const focusOf = (area: AreaCode): AreaCode => communityOf(area) ?? streetOf(area) ?? 'district'
