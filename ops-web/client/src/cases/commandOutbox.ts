import { computed, shallowRef } from 'vue'
import { newKey } from '@/http/api'
import { Problem } from '@/http/problem'
import { matchedCommands, type CaseCommand, type CaseCommands, type CommandAnswer } from '@/wire/cases'
import { sendCommand, type SentCommand } from './caseApi'

/** More than this unsent means that something is wrong: the operator is told instead of a queue that grows unseen. */
export const UnsentMax = 200
const RetryMilliseconds = 2000
const keptAs = 'gridactors.unsent'

export interface Outcome { sent: SentCommand; answer: CommandAnswer | null; problem: Problem | null }

/**
 * What this desk did and the service has not answered yet: sent one after another, in order, each with the key it was given when
 * the operator acted. Unanswered ones stay here, marked "not sent", over lost links and reloads of this tab.
 */
export function createOutbox(told: (outcome: Outcome) => void, send: typeof sendCommand = sendCommand, store: Storage = sessionStorage) {
  const unsent = shallowRef<readonly SentCommand[]>(recall(store))
  /** The link failed while the first of them was on its way. */
  const held = shallowRef(false)
  let sending = false
  let retry: ReturnType<typeof setTimeout> | undefined

  function keep(now: readonly SentCommand[]) {
    unsent.value = now
    try { store.setItem(keptAs, JSON.stringify(now)) } catch { /* kept for this page only */ }
  }

  async function flush(): Promise<void> {
    clearTimeout(retry)
    if (sending) return
    sending = true
    try {
      for (let first = unsent.value[0]; first; first = unsent.value[0]) {
        let outcome: Outcome
        try {
          outcome = { sent: first, answer: await send(first), problem: null }
        } catch (fault) {
          const problem = fault instanceof Problem ? fault : Problem.unreachable()
          if (problem.passing) {
            held.value = true
            retry = setTimeout(() => void flush(), RetryMilliseconds)
            return
          }
          outcome = { sent: first, answer: null, problem }
        }
        held.value = false
        keep(unsent.value.slice(1))
        told(outcome)
      }
    } finally {
      sending = false
    }
  }

  function act<C extends CaseCommand>(realm: string, caseId: string, command: C, body: CaseCommands[C] & { desk: string }, etag: string | null): boolean {
    if (unsent.value.length >= UnsentMax) return false
    const same = unsent.value.find((one) => one.caseId === caseId && one.command === command)
    if (same && command !== 'note') return true // pressed twice before an answer
    keep([...unsent.value, { key: newKey(), realm, caseId, command, body, ifMatch: matchedCommands.has(command) ? etag : null }])
    void flush()
    return true
  }

  const byCase = computed(() => {
    const found = new Map<string, SentCommand[]>()
    for (const one of unsent.value) found.set(one.caseId, [...(found.get(one.caseId) ?? []), one])
    return found
  })

  return { act, flush, unsent, held, byCase, close: () => { clearTimeout(retry) } }
}

export type Outbox = ReturnType<typeof createOutbox>

function recall(store: Storage): SentCommand[] {
  try {
    const found: unknown = JSON.parse(store.getItem(keptAs) ?? '[]')
    return Array.isArray(found) ? (found as SentCommand[]) : []
  } catch {
    return []
  }
}
