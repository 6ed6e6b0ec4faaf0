import { shallowRef } from 'vue'
import { Problem } from '@/http/problem'
import type { Actor } from '@/wire/cases'
import type { MovedOn, TaskAnswer } from '@/wire/field'
import { isReceipt, rebased, sendAct, writtenIn, type FieldAct } from './act'
import type { FieldStore, KeptNotice, NewAct } from './fieldStore'

const RetryFirstMilliseconds = 2000
const RetryMaxMilliseconds = 60_000
/** More than this unsent means that something is wrong: it is said instead of a queue that grows unseen. */
export const UnsentMax = 500
const lockName = 'gridactors-field-acts'

export interface ActOutcome { act: FieldAct; answer: Partial<TaskAnswer> | null; problem: Problem | null; notice: KeptNotice | null }

/** One page at a time sends: another one may be open on the same phone. */
export type Alone = (work: () => Promise<void>) => Promise<void>
const underLock: Alone = (work) => (navigator.locks as LockManager | undefined)?.request(lockName, work) ?? work()

export interface OutboxDoors { send?: typeof sendAct; alone?: Alone; retryAfter?: (tries: number) => number }

const doublingWait = (tries: number) => Math.min(RetryMaxMilliseconds, RetryFirstMilliseconds * 2 ** tries)

/**
 * What was done on this phone and not answered yet. Each act is written down before anything is shown as done, then sent strictly in
 * order; what a person did goes before what the phone says by itself. An act leaves only with an answer, never silently.
 */
export function createActOutbox(store: FieldStore, told: (outcome: ActOutcome) => void, { send = sendAct, alone = underLock, retryAfter = doublingWait }: OutboxDoors = {}) {
  const unsent = shallowRef<readonly FieldAct[]>([])
  /** The service could not take the first of them; it is tried again by itself. */
  const held = shallowRef(false)
  let tries = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null
  let again = false
  let closed = false
  const others = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(lockName)
  others?.addEventListener('message', () => void look())

  async function look() {
    const found = await store.acts()
    if (!closed) unsent.value = found
    return found
  }

  async function act(made: NewAct): Promise<boolean> {
    if (unsent.value.length >= UnsentMax) return false
    const kept = await store.addAct(made)
    unsent.value = [...unsent.value, kept]
    void flush()
    return true
  }

  /** Tries now; called on a press, when the link is back, and by the timer. */
  function flush(): Promise<void> {
    clearTimeout(retry)
    if (running) { again = true; return running }
    running = alone(sendAll).finally(() => {
      running = null
      if (again && !closed && !held.value) { again = false; void flush() }
    })
    return running
  }

  async function sendAll(): Promise<void> {
    again = false
    for (;;) {
      const waiting = await look() // another page may have sent some, or added some
      const first = waiting.find((one) => !isReceipt(one)) ?? waiting[0]
      if (!first || closed) return
      if (!await sendOne(first)) return
    }
  }

  /** False when it has to be tried again later. */
  async function sendOne(first: FieldAct): Promise<boolean> {
    let answer: Partial<TaskAnswer> | null = null
    let problem: Problem | null = null
    try {
      answer = await send(first)
    } catch (fault) {
      problem = fault instanceof Problem ? fault : Problem.unreachable()
      if (problem.passing) {
        held.value = true
        if (!closed) retry = setTimeout(() => void flush(), retryAfter(tries++))
        return false
      }
    }
    held.value = false
    tries = 0
    const notice = isReceipt(first) ? null : problem ? noticeOf(first, problem) : answer?.kept ? lateNotice(first, answer.movedOn ?? null) : null
    await store.answered(first, notice, rebased(first, answer))
    unsent.value = unsent.value.filter((one) => one.sequence !== first.sequence)
    others?.postMessage('answered')
    told({ act: first, answer, problem, notice })
    return true
  }

  void look()
  return {
    act, flush, look, unsent, held,
    close() {
      closed = true
      clearTimeout(retry)
      others?.close()
    },
  }
}

export type ActOutbox = ReturnType<typeof createActOutbox>

function noticeOf(act: FieldAct, problem: Problem): KeptNotice {
  return { id: act.key, act: { ...act, photo: null }, code: problem.code, status: problem.status, by: named(problem.by), at: problem.at, tier: problem.tier, text: writtenIn(act) }
}

/** It came too late for its task; what was written or taken lies in the case's file. */
function lateNotice(act: FieldAct, now: MovedOn | null): KeptNotice {
  return { id: act.key, act: { ...act, photo: null }, code: 'kept', status: 200, by: named(now?.by ?? null), at: now?.at ?? null, tier: now?.tier ?? null, text: '' }
}

const named = (by: Actor | string | null): string | null => (typeof by === 'string' ? by : by?.responder ?? by?.role ?? null)
