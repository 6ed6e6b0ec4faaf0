import { computed, shallowReactive, shallowRef, watch } from 'vue'
import { kept } from '@/shared/kept'
import type { Card } from '@/wire/board'
import { severities, type Severity } from '@/wire/codes'
import type { Console } from './console'
import { groupQueue, needsDesk, passes, type QueueFilter } from './queue'

/** How many rows of a severity are drawn before the rest is folded behind its count. */
const RowsFirst: Record<Severity, number> = { red: 20, orange: 8, yellow: 0, blue: 0 }
const RowsMoreMax = 40

/**
 * The list as it is drawn. While the operator has scrolled, the rows stand still: what is new waits behind a count, what is gone
 * leaves its place, and everything else only updates itself.
 */
export function useQueue({ board, words, now, realm }: Console) {
  const filter = kept<QueueFilter>(`gridactors.filter.${realm}`, 'all')
  const search = shallowRef('')
  const more = shallowReactive(new Map<Severity, number>())
  const held = shallowRef(false)

  const wanted = computed(() => search.value.trim().toLowerCase())
  /** Milliseconds move on once a second; the filter by due time only needs minutes. */
  const minute = computed(() => (now.value === null ? null : Math.floor(now.value / 60_000) * 60_000))

  function matches(card: Card): boolean {
    if (!passes(card, filter.value, minute.value)) return false
    if (wanted.value === '') return true
    return [card.caseId, card.area, words.place(card.area), words.category(card.category)].some((text) => text.toLowerCase().includes(wanted.value))
  }

  const groups = computed(() => {
    void board.revision.value
    return groupQueue(board.cards.values(), matches)
  })

  const counts = computed(() => {
    const all = [...board.cards.values()]
    const waiting = all.filter((card) => card.state === 'waiting')
    return {
      mine: all.filter(needsDesk).length, all: all.length, waiting: waiting.length, soon: all.filter((card) => passes(card, 'soon', minute.value)).length,
      bySeverity: severities.map((severity) => ({
        severity, open: all.filter((card) => card.severity === severity).length, waiting: waiting.filter((card) => card.severity === severity).length,
      })),
    }
  })

  const narrowed = computed(() => filter.value !== 'all' || wanted.value !== '')
  const limit = (severity: Severity) => (narrowed.value ? RowsMoreMax : RowsFirst[severity]) + (more.get(severity) ?? 0)

  const fresh = computed(() => groups.value.map((group) => {
    const shown = group.cards.slice(0, limit(group.severity))
    const rest = group.cards.slice(shown.length)
    return { ...group, shown, rest: rest.length, restWaiting: rest.filter((card) => card.state === 'waiting').length, next: rest[0] ?? null, unfolded: (more.get(group.severity) ?? 0) > 0 }
  }))

  const order = shallowRef<ReadonlyMap<Severity, readonly string[]>>(new Map())
  watch([fresh, held], () => {
    if (!held.value) order.value = new Map(fresh.value.map((group) => [group.severity, group.shown.map((card) => card.caseId)]))
  }, { immediate: true })

  /** What is drawn: the order of the last moment that nothing was held, with today's cards. */
  const drawn = computed(() => fresh.value.map((group) => held.value
    ? { ...group, shown: (order.value.get(group.severity) ?? []).map((id) => board.cards.get(id)).filter((card) => card !== undefined) }
    : group))

  const arrived = computed(() => {
    if (!held.value) return 0
    const seen = new Set([...order.value.values()].flat())
    return fresh.value.reduce((sum, group) => sum + group.shown.filter((card) => !seen.has(card.caseId)).length, 0)
  })

  const rows = computed(() => drawn.value.flatMap((group) => group.shown))

  watch([filter, search], () => { more.clear(); held.value = false })

  return {
    filter, search, counts, drawn, rows, arrived, held, narrowed,
    unfold: (severity: Severity) => { more.set(severity, (more.get(severity) ?? 0) + RowsMoreMax); held.value = false },
    fold: (severity: Severity) => { more.delete(severity) },
  }
}
export type Queue = ReturnType<typeof useQueue>
