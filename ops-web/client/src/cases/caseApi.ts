import { call, type Answer } from '@/http/api'
import type { CaseCommand, CaseCommands, CasePage, CommandAnswer, Purpose, Revealed } from '@/wire/cases'

export const readCase = (realm: string, caseId: string, signal?: AbortSignal): Promise<Answer<CasePage>> =>
  call<CasePage>(`/api/cases/${caseId}`, { realm, signal })

/** Shows personal text; the service writes down who asked, for what, before it answers. */
export const reveal = async (realm: string, caseId: string, fields: readonly string[], purpose: Purpose, desk: string): Promise<Revealed> =>
  (await call<Revealed>(`/api/cases/${caseId}/reveal`, { method: 'POST', realm, body: { fields, purpose, desk } })).body

export interface SentCommand<C extends CaseCommand = CaseCommand> {
  /** The `Idempotency-Key`: minted once, so that sending again records nothing twice. */
  key: string
  realm: string
  caseId: string
  command: C
  body: CaseCommands[C] & { desk: string }
  ifMatch: string | null
}

export const sendCommand = async (sent: SentCommand): Promise<CommandAnswer> =>
  (await call<CommandAnswer>(`/api/cases/${sent.caseId}/${sent.command}`, {
    method: 'POST', realm: sent.realm, body: sent.body, idempotencyKey: sent.key, ifMatch: sent.ifMatch,
  })).body
