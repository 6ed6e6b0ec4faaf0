import { onScopeDispose, shallowReadonly } from 'vue'
import { hubAt, type ConnectHub } from '@/hub/hubConnection'
import { followHub, type Resume } from '@/hub/hubFeed'
import { useLink } from '@/hub/useLink'
import type { FieldTask, InboxChanges, InboxSnapshot } from '@/wire/field'
import type { FieldStore } from './fieldStore'
import { createInboxState, type InboxKept } from './inboxState'

/** Writing down is spaced out while pushes come fast. */
const KeepAfterMilliseconds = 500

export interface InboxOf { realm: string; responder: string }
export interface InboxDoors {
  connect?: ConnectHub<InboxSnapshot, InboxChanges>
  /** Tasks that were not there before; never called for what was only recalled. */
  arrived?: (fresh: readonly FieldTask[]) => void
}

/** One person's tasks, kept equal to the service's and written down with their time: without a link the last ones are shown. */
export function useInbox({ realm, responder }: InboxOf, store: FieldStore, doors: InboxDoors = {}) {
  const state = createInboxState()
  const wire = useLink()
  const keptAs = `inbox/${realm}/${responder}`
  let resume: Resume | null = null
  let ended = false
  let keeping: ReturnType<typeof setTimeout> | undefined
  let heardLast = 0

  function keepSoon(push: { now: string }) {
    heardLast = Date.now()
    const now = push.now
    clearTimeout(keeping)
    keeping = setTimeout(() => {
      if (!resume || !state.about.value || !state.duty.value) return
      const kept: InboxKept = {
        ...resume, now, clock: wire.state.clock.pace.value, about: state.about.value, duty: state.duty.value,
        tasks: [...state.tasks.values()], left: state.left.value,
      }
      void store.keepPage(keptAs, kept, heardLast).catch(() => undefined) // full: the inbox is shown all the same, and asked for anew next time
    }, KeepAfterMilliseconds)
  }

  function follow() {
    return followHub(doors.connect ?? hubAt('/hubs/field', 'Inbox', realm, responder), () => resume, {
      ...wire.listener,
      snapshot(push: InboxSnapshot) {
        resume = { epoch: push.epoch, cursor: push.cursor }
        wire.heard(push, push.clock)
        tell(state.replace(push))
        keepSoon(push)
      },
      changes(push: InboxChanges) {
        if (resume) resume = { ...resume, cursor: push.cursor }
        wire.heard(push, push.clock)
        tell(state.change(push))
        keepSoon(push)
      },
      heartbeat(push) {
        if (resume) resume = { ...resume, cursor: push.cursor }
        wire.heard(push)
        keepSoon(push)
      },
    })
  }
  const tell = (fresh: readonly FieldTask[]) => { if (fresh.length > 0) doors.arrived?.(fresh) }

  let feed: ReturnType<typeof follow> | undefined
  const ready = store.readPage<InboxKept>(keptAs).catch(() => undefined).then((found) => {
    if (ended) return
    if (found) {
      state.recall(found.body)
      wire.recall(found.body.now, found.body.clock, found.at)
      resume = { epoch: found.body.epoch, cursor: found.body.cursor }
    }
    feed = follow()
  })

  onScopeDispose(() => {
    ended = true
    clearTimeout(keeping)
    feed?.close()
  })

  return { ...wire.state, realm, responder, ready, tasks: shallowReadonly(state.tasks), duty: state.duty, about: state.about, left: state.left, retryNow: () => feed?.retryNow() }
}

export type Inbox = ReturnType<typeof useInbox>
