/** `GET /api/realms`. */
import type { ClockPace } from './board'
import type { Instant, RealmKind } from './codes'

export interface Realm {
  name: string
  instance: string
  kind: RealmKind
  empty: boolean
  now: Instant
  clock: ClockPace
  roster: unknown
  registry: { hash: string; synthetic: boolean } | null
  openCases: number
}
