/** A case and its commands, exactly as `docs/http-api.md` has them. */
import type { Card } from './board'
import type { AreaCode, Category, Instant, Severity, Tier } from './codes'

/** Who did something: a role, and a responder or a desk. */
export interface Actor { role?: string | null; responder?: string | null; desk?: string | null }

export interface TimelineEntry {
  version: number
  ordinal: number
  at: Instant
  name: string
  by: { role: string; responder: string | null; desk: string | null } | null
  details: Readonly<Record<string, unknown>>
}

export interface CasePage {
  card: Card
  timeline: readonly TimelineEntry[]
  notes: readonly { row: string; at: Instant; by: { role?: string; responder?: string | null; desk?: string | null } | string | null }[]
  /** Names of what can be revealed: text, name, phone, notes, … */
  fields: readonly string[]
  masked: { name: string | null; phone: string | null } | null
  duplicates: readonly string[]
}

export type Purpose = 'handling' | 'contact' | 'safety'

export interface Revealed {
  text?: string | null
  name?: string | null
  phone?: string | null
  notes?: readonly { row: string; text: string }[] | null
}

export type RefuseReason = 'not-ours' | 'no-facts' | 'abusive'
export type CloseReason = 'transferred' | 'duplicate' | 'moved-away' | 'no-contact'

/** Each command's body without the desk, which is added when it is sent. */
export interface CaseCommands {
  accept: Record<never, never>
  refuse: { reason: RefuseReason; text?: string }
  triage: { area?: AreaCode; category?: Category; severity?: Severity; reason: string }
  assign: { responder: string }
  acknowledge: Record<never, never>
  release: { reason: string }
  note: { text: string }
  settle: { terms: string }
  reopen: { reason: string }
  withdraw: { reason: string }
  'level-up': { reason: string }
  'level-down': { reason: string }
  close: { reason: CloseReason }
  violence: { closeReason: CloseReason; text?: string }
}
export type CaseCommand = keyof CaseCommands

/** Commands that must name the version they were decided on. */
export const matchedCommands: ReadonlySet<CaseCommand> = new Set<CaseCommand>([
  'refuse', 'triage', 'assign', 'settle', 'reopen', 'withdraw', 'level-up', 'level-down', 'close', 'violence',
])

export interface CommandAnswer { caseId: string; version: number; etag: string }

export interface TrackAnswer {
  status: string
  unit: Tier
  area: AreaCode
  since: Instant
  due: Instant | null
  next: string | null
  rights: readonly string[]
  canWithdraw: boolean
}
