import { shallowReactive, shallowRef } from 'vue'
import type { Card, Changes, Counter, Escalation, Pulse, Snapshot, Tile } from '@/wire/board'
import type { AreaCode, RealmKind } from '@/wire/codes'

/** The stream shows the latest; older ones are in each case's timeline. */
export const EscalationsKeptMax = 200
const PulsesKeptMax = 50

/** What a board holds of one area, and how each push changes it. Cards and tiles are replaced, never changed in place. */
export function createBoardState() {
  const cards = shallowReactive(new Map<string, Card>())
  const tiles = shallowReactive(new Map<AreaCode, Tile>())
  const counters = shallowReactive(new Map<AreaCode, Counter>())
  const escalations = shallowRef<readonly Escalation[]>([])
  const pulses = shallowRef<readonly Pulse[]>([])
  /** When the last red case seen here came to its end; null while none has. */
  const lastRedEnded = shallowRef<number | null>(null)
  const about = shallowRef<{ realm: string; instance: string; kind: RealmKind; registry: string | null; cardsLeftOut: number } | null>(null)

  function replace(snapshot: Snapshot) {
    refill(cards, snapshot.cards, (card) => card.caseId)
    refill(tiles, snapshot.tiles, (tile) => tile.area)
    refill(counters, snapshot.counters, (counter) => counter.area)
    escalations.value = snapshot.escalations
    pulses.value = []
    lastRedEnded.value = null // what ended meanwhile is not told
    const { realm, instance, kind, registry, cardsLeftOut } = snapshot
    about.value = { realm, instance, kind, registry, cardsLeftOut }
  }

  function change(changes: Changes) {
    for (const card of changes.cards) cards.set(card.caseId, card)
    for (const { caseId, outcome, at } of changes.gone) {
      if (cards.get(caseId)?.severity === 'red' && outcome !== 'moved') lastRedEnded.value = Math.max(lastRedEnded.value ?? 0, Date.parse(at))
      cards.delete(caseId)
    }
    for (const tile of changes.tiles) {
      if (isEmpty(tile)) tiles.delete(tile.area)
      else tiles.set(tile.area, tile)
    }
    for (const counter of changes.counters) counters.set(counter.area, counter)
    if (changes.escalations.length > 0) escalations.value = [...escalations.value, ...changes.escalations].slice(-EscalationsKeptMax)
    if (changes.pulses.length > 0) pulses.value = changes.pulses.slice(-PulsesKeptMax)
  }

  return { cards, tiles, counters, escalations, pulses, about, lastRedEnded, replace, change }
}

export type BoardState = ReturnType<typeof createBoardState>

function refill<T>(map: Map<string, T>, items: readonly T[], keyOf: (item: T) => string) {
  map.clear()
  for (const item of items) map.set(keyOf(item), item)
}

const isEmpty = (tile: Tile) => tile.open.every((count) => count === 0)
