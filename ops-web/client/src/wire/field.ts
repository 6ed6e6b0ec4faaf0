/** What a phone in the field gets and says, exactly as `docs/field-protocol.md` has it. */
import type { ClockPace, Due, SnapshotHead, Why } from './board'
import type { Actor } from './cases'
import type { AreaCode, Instant, Severity, Tier } from './codes'

export const stages = ['offered', 'acknowledged', 'accepted', 'on-the-way', 'arrived'] as const
export type TaskStage = (typeof stages)[number]

export const responderKinds = ['worker', 'head', 'lead', 'mediator'] as const
export type ResponderKind = (typeof responderKinds)[number]

export const declineReasons = ['busy', 'conflict-of-interest', 'too-far', 'not-my-skill', 'unsafe-alone'] as const
export type DeclineReason = (typeof declineReasons)[number]

export const completeOutcomes = ['settled', 'nothing-found', 'needs-others'] as const
export type CompleteOutcome = (typeof completeOutcomes)[number]

export interface FieldTask {
  taskId: string
  caseId: string
  version: number
  etag: string
  area: AreaCode
  category: string
  severity: Severity
  tier: Tier
  stage: TaskStage
  givenAt: Instant
  reportedAt: Instant
  /** Null when it alarms. */
  due: Due | null
  /** When help was called and nobody has answered yet. */
  help: Instant | null
  /** The responder who had it before. */
  handedFrom: string | null
  briefed: boolean
  why: Why
  /** Need-to-know: nothing of it may be shown where others may look. */
  sealed: boolean
}

export interface FieldDuty { responder: string; kind: ResponderKind; home: AreaCode; onDuty: boolean; until: Instant | null; next: Instant | null }

export type GoneOutcome =
  | 'settled' | 'refused' | 'withdrawn' | 'closed' | 'climbed' | 'handed-over' | 'shift-ended' | 'declined' | 'moved'

export interface GoneTask { taskId: string; caseId: string; at: Instant; outcome: GoneOutcome; by: string | null; tier: Tier | null }

export interface InboxSnapshot extends SnapshotHead {
  duty: FieldDuty
  tasks: readonly FieldTask[]
}

export interface InboxChanges {
  watch: number
  n: number
  cursor: string
  now: Instant
  clock: ClockPace | null
  duty: FieldDuty | null
  tasks: readonly FieldTask[]
  gone: readonly GoneTask[]
}

/** Each command's body without who acts and when, which are added when it is done. */
export interface TaskCommands {
  delivered: Record<never, never>
  seen: Record<never, never>
  acknowledge: Record<never, never>
  accept: Record<never, never>
  decline: { reason: DeclineReason; text?: string }
  'set-out': Record<never, never>
  arrive: Record<never, never>
  complete: { outcome: CompleteOutcome; note: string }
  'hand-over': { to: string; brief: string }
  brief: { text: string }
  'call-for-help': { text?: string }
  note: { text: string }
}
export type TaskCommand = keyof TaskCommands

/** What the phone says by itself; everything else is done by a person. */
export type ReceiptCommand = 'delivered' | 'seen'

export interface TaskAnswer { taskId: string; caseId: string; version: number; etag: string; stage: TaskStage; clock: 'right' | 'ahead' | 'behind'; serverNow: Instant; photo?: string; kept?: boolean; movedOn?: MovedOn }

/** Who has the case instead, since when and where it is; `by` is null while nobody has it. */
export interface MovedOn { by: Actor | null; at: Instant; tier: Tier; state: string }

export interface FieldPerson { responder: string; kind: ResponderKind; home: AreaCode; name: string; onDuty: boolean; taken: boolean }

export interface Colleague { responder: string; name: string; home: AreaCode; onDuty: boolean }

export interface FieldPage { duty: FieldDuty; colleagues: readonly Colleague[]; cells: readonly AreaCode[]; building?: AreaCode }

export interface DutyTime { from: Instant; to: Instant }

export interface Visits { everyDays: number; buildings: readonly { building: AreaCode; lastVisitAt: Instant | null; dueAt: Instant | null }[] }

export interface CellDuty {
  cell: AreaCode
  now: Instant
  onDuty: readonly { responder: string; kind: ResponderKind; until: Instant | null }[]
  next: Instant | null
  /** Set when nobody is on duty: where the ladder takes a case, and why. */
  nobody: { then: Tier; reason: string } | null
}
