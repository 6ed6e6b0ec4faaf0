import type { ConnectHub, HubWatching, Push } from './hubConnection'
import { WatchCount } from './watchCount'

/** Without any push for this long the link counts as lost, whatever the transport says. */
export const SilenceMaxMilliseconds = 5000
const RetryFirstMilliseconds = 400
const RetryMaxMilliseconds = 15_000

export interface HubListener<S extends Push, C extends Push> {
  snapshot(push: S): void
  changes(push: C): void
  heartbeat(push: Push): void
  /** A gap, or a fresh connection: the missing tail or a snapshot is on its way. */
  catchingUp(): void
  /** `failures`: attempts in a row that came to nothing. */
  lost(failures: number): void
  /** The service knows no such realm or area, or is asked too often; tried again all the same. */
  refused(code: string): void
}

/** Where to go on from; null asks for a snapshot. */
export interface Resume { epoch: string; cursor: string }

export interface HubFeed {
  /** Drops the connection and tries at once, for a button or when the browser says it is online again. */
  retryNow(): void
  close(): void
}

/** Back-off with jitter, so that a thousand pages do not return in the same instant. */
export function retryAfter(failures: number, chance: number): number {
  const full = Math.min(RetryMaxMilliseconds, RetryFirstMilliseconds * 2 ** failures)
  return full * (0.5 + chance / 2)
}

/** Follows one hub's pushes until closed, over as many connections as it takes. */
export function followHub<S extends Push, C extends Push>(connect: ConnectHub<S, C>, resume: () => Resume | null, listener: HubListener<S, C>): HubFeed {
  let connection: HubWatching | undefined
  let failures = 0
  let closed = false
  let silence: ReturnType<typeof setTimeout> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined

  function listenAgain() {
    clearTimeout(silence)
    silence = setTimeout(giveUp, SilenceMaxMilliseconds)
  }

  function giveUp() {
    if (closed) return
    clearTimeout(silence)
    clearTimeout(retry)
    const old = connection
    connection = undefined // first, so that its own `closed` is not heard as another loss
    old?.stop()
    listener.lost(failures)
    retry = setTimeout(open, retryAfter(failures, Math.random()))
    failures++
  }

  function open() {
    if (closed) return
    clearTimeout(retry)
    const count = new WatchCount()
    const here = () => connection === mine && !closed

    function take<P extends Push>(apply: (push: P) => void) {
      return (push: P) => {
        if (!here()) return
        const verdict = count.judge(push)
        if (verdict === 'ignore') return
        if (verdict === 'ask-again') { ask(); return }
        failures = 0
        listenAgain()
        apply(push)
      }
    }

    function ask() {
      count.asked()
      listener.catchingUp()
      const from = resume()
      mine.watch(from?.epoch ?? null, from?.cursor ?? null).then(
        (watch) => { if (here()) count.answered(watch) },
        (refusal: unknown) => {
          if (!here()) return
          listener.refused(String(refusal).match(/([a-z]+(?:-[a-z]+)+)\W*$/)?.[1] ?? 'unknown')
          giveUp()
        },
      )
    }

    const mine: HubWatching = connect({
      snapshot: take((push: S) => listener.snapshot(push)),
      changes: take((push: C) => listener.changes(push)),
      heartbeat: take((push: Push) => listener.heartbeat(push)),
      closed: () => { if (here()) giveUp() },
    })
    connection = mine
    listenAgain()
    mine.start().then(() => { if (here()) ask() }, () => { if (here()) giveUp() })
  }

  const online = () => { failures = 0; if (!connection) open() }
  globalThis.addEventListener('online', online)
  open()

  return {
    retryNow: online,
    close() {
      closed = true
      clearTimeout(silence)
      clearTimeout(retry)
      globalThis.removeEventListener('online', online)
      connection?.stop()
      connection = undefined
    },
  }
}
