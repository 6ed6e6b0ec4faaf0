/** What travels over `/hubs/board`, exactly as `docs/board-protocol.md` has it. */
import type { AreaCode, Instant, RealmKind, Severity, Tier } from './codes'
import type { TaskStage } from './field'

/** Counts by severity: red, orange, yellow, blue. */
export type BySeverity = readonly [number, number, number, number]

export type WhyReason =
  | 'reported' | 'placed' | 'unacknowledged' | 'lapsed' | 'nobody-on-duty' | 'asked' | 'severity'
  | 'alarm' | 'reminder' | 'term' | 'level-down' | 'declined' | 'shift-ended' | 'handed-over'

export interface Why {
  reason: WhyReason | (string & {})
  rule: string | null
  ruleVersion: number | null
  facts: Readonly<Record<string, string | number | boolean | null>>
}

export interface Due {
  kind: 'acknowledge' | 'settle'
  at: Instant
  /** The tier it climbs to; null at the district. */
  then: Tier | null
}

export interface Rung {
  tier: Tier
  toldAt: Instant
  dueAt: Instant | null
  outcome: 'missed' | 'lapsed' | 'passed-on' | 'acknowledged' | 'level-up' | 'level-down' | 'current'
}

/** One task of the case: whom it was given to, and what has been heard of it. */
export interface Told {
  number: number
  responder: string
  kind: string
  at: Instant
  deliveredAt: Instant | null
  seenAt: Instant | null
  acknowledgedAt: Instant | null
  /** Null while it is theirs. */
  left: 'declined' | 'handed-over' | 'shift-ended' | 'climbed' | 'moved' | 'over' | null
}

export type CardState = 'waiting' | 'inHand' | 'settled' | 'refused' | 'withdrawn' | 'closed'

export interface Card {
  caseId: string
  version: number
  etag: string
  area: AreaCode
  category: string
  severity: Severity
  state: CardState
  tier: Tier
  accepted: boolean
  reportedAt: Instant
  changedAt: Instant
  /** Null when it alarms. */
  due: Due | null
  term: Instant | null
  assigned: { responder: string; kind: string; at: Instant; given: boolean } | null
  /** Who acknowledged; `desk` is a vault row id, never a name. */
  by: { role: string; responder: string | null; desk: string | null; at: Instant } | null
  ladder: readonly Rung[]
  /** What somebody in the field is doing with it; `help`: since when they call for help. */
  task: { number: number; stage: TaskStage; help: Instant | null } | null
  /** The latest four tasks of the case, oldest first. */
  told: readonly Told[]
  why: Why
  alarmingSince: Instant | null
  alarmEverySeconds: number
  notes: number
}

export interface Tile { area: AreaCode; open: BySeverity; waiting: BySeverity; overdue: BySeverity }

export interface Counter {
  area: AreaCode
  open: number
  waiting: number
  overdue: number
  received: number
  settled: number
  closed: number
  withdrawn: number
  refused: number
  escalatedLastHour: number
  byCategory: Readonly<Record<string, number>>
}

export interface Escalation {
  id: string
  caseId: string
  at: Instant
  kind: 'up' | 'down' | 'alarm' | 'reminder' | 'term' | 'new-red' | 'help'
  from: Tier | null
  to: Tier | null
  area: AreaCode
  category: string
  severity: Severity
  why: Why
}

/** Something seen and gone again, such as a visit. */
export interface Pulse { area: AreaCode; kind: string; at: Instant }

export interface Gone { caseId: string; outcome: 'settled' | 'refused' | 'withdrawn' | 'closed' | 'moved'; at: Instant; area: AreaCode }

export interface ClockPace { rate: number; paused: boolean }

/** How every snapshot of a hub begins: of which world it is, and from where it goes on. */
export interface SnapshotHead {
  watch: number
  n: number
  realm: string
  instance: string
  kind: RealmKind
  epoch: string
  cursor: string
  registry: string | null
  now: Instant
  clock: ClockPace
}

export interface Snapshot extends SnapshotHead {
  area: AreaCode
  cards: readonly Card[]
  cardsLeftOut: number
  tiles: readonly Tile[]
  counters: readonly Counter[]
  escalations: readonly Escalation[]
}

export interface Changes {
  watch: number
  n: number
  cursor: string
  now: Instant
  tail: boolean
  clock: ClockPace | null
  cards: readonly Card[]
  gone: readonly Gone[]
  tiles: readonly Tile[]
  counters: readonly Counter[]
  escalations: readonly Escalation[]
  pulses: readonly Pulse[]
  entries: number
}

export interface Heartbeat { watch: number; n: number; now: Instant; cursor: string }
