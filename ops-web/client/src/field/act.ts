import { call } from '@/http/api'
import type { AreaCode } from '@/wire/codes'
import type { TaskAnswer, TaskCommand } from '@/wire/field'

export type ActCommand = TaskCommand | 'photo' | 'report' | 'visit'

/** A case as it was when something was decided about it. */
export interface CaseBase { version: number; etag: string }

/** One thing that was done on this phone and that the service has not answered yet. */
export interface FieldAct {
  /** Its place in the order in which things were done; given by the store. */
  sequence: number
  /** The `Idempotency-Key`: minted at the press, so that sending again records nothing twice. */
  key: string
  realm: string
  responder: string
  command: ActCommand
  /** Null for what belongs to no task: a report, a visit. */
  taskId: string | null
  area: AreaCode | null
  category: string | null
  path: string
  body: object | null
  /** A photo already reduced and freed of what the camera wrote into it. */
  photo: Blob | null
  /** What was on the screen when it was decided. */
  base: CaseBase | null
  /** The phone's clock at the press. */
  at: number
}

/** What the phone says by itself goes after what a person did. */
export const isReceipt = (act: Pick<FieldAct, 'command'>): boolean => act.command === 'delivered' || act.command === 'seen'

/** Commands that are refused when the case has changed since it was looked at. */
export const matchedActs: ReadonlySet<ActCommand> = new Set<ActCommand>(['hand-over', 'decline'])

/** One act can be two entries of the file: arriving acknowledges too. More than that was not ours alone. */
const OwnEntriesMax = 2

/**
 * What was decided after `act` on this phone was decided in the knowledge of it: on the case as its answer left it, unless somebody
 * else changed the case meanwhile. Null when nothing has to change.
 */
export function rebased(act: FieldAct, answer: Partial<TaskAnswer> | null): CaseBase | null {
  const { base } = act
  if (!base || !answer?.etag || answer.version === undefined || answer.etag === base.etag) return null
  return answer.version - base.version <= OwnEntriesMax ? { version: answer.version, etag: answer.etag } : null
}

/** What a person wrote in an act, under whichever name it travels. */
export function writtenIn(act: FieldAct): string {
  const body = (act.body ?? {}) as Record<string, unknown>
  for (const name of ['note', 'brief', 'text']) {
    const text = body[name]
    if (typeof text === 'string' && text.trim() !== '') return text
  }
  return ''
}

export const sendAct = async (act: FieldAct): Promise<Partial<TaskAnswer> | null> =>
  (await call<Partial<TaskAnswer> | null>(act.path, {
    method: 'POST', realm: act.realm, body: act.photo ?? act.body ?? {}, idempotencyKey: act.key, ifMatch: matchedActs.has(act.command) ? act.base?.etag : null,
  })).body
