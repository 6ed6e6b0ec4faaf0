import { onScopeDispose, readonly, shallowReadonly, shallowRef } from 'vue'
import { hubAt, type ConnectHub } from '@/hub/hubConnection'
import { followHub, type Resume } from '@/hub/hubFeed'
import { useLink } from '@/hub/useLink'
import type { Changes, Snapshot } from '@/wire/board'
import type { AreaCode } from '@/wire/codes'
import { createBoardState } from './boardState'

/** A hidden page gets no animation frames; its board is kept up by this timer instead. */
const HiddenFrameMilliseconds = 250

/** What came in after a break: shown until dismissed. */
export interface CaughtUp { entries: number; escalations: number; caseIds: ReadonlySet<string>; bySnapshot: boolean }

/** One area's board, kept equal to the server's: a snapshot or the missing tail, then every push in order, applied once a frame. */
export function useBoard(realm: string, area: AreaCode, connect: ConnectHub<Snapshot, Changes> = hubAt('/hubs/board', 'Watch', realm, area)) {
  const state = createBoardState()
  const wire = useLink()
  const revision = shallowRef(0)
  const caughtUp = shallowRef<CaughtUp | null>(null)

  let resume: Resume | null = null
  let broken = false // a break since the last live moment: the next tail is worth telling
  let waiting: (Snapshot | Changes)[] = []
  let frame: number | undefined
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined

  function apply() {
    if (frame !== undefined) cancelAnimationFrame(frame)
    clearTimeout(hiddenTimer)
    frame = hiddenTimer = undefined
    const pushes = waiting
    waiting = []
    for (const push of pushes) {
      if ('epoch' in push) state.replace(push)
      else state.change(push)
    }
    if (pushes.length > 0) revision.value++
  }

  function later(push: Snapshot | Changes) {
    waiting.push(push)
    frame ??= requestAnimationFrame(apply)
    hiddenTimer ??= setTimeout(apply, HiddenFrameMilliseconds)
  }

  const feed = followHub(connect, () => resume, {
    ...wire.listener,
    snapshot(push) {
      if (broken && state.about.value) caughtUp.value = { entries: 0, escalations: 0, caseIds: new Set(), bySnapshot: true }
      broken = false
      resume = { epoch: push.epoch, cursor: push.cursor }
      wire.heard(push, push.clock)
      waiting = [] // it replaces everything, also what was not drawn yet
      later(push)
    },
    changes(push) {
      if (push.tail && broken) addCaughtUp(push)
      else if (!push.tail) broken = false
      if (resume) resume = { ...resume, cursor: push.cursor }
      wire.heard(push, push.clock)
      later(push)
    },
    heartbeat(push) {
      broken = false
      if (resume) resume = { ...resume, cursor: push.cursor }
      wire.heard(push)
    },
    lost(failures) {
      wire.listener.lost(failures)
      broken = true
    },
  })

  function addCaughtUp(push: Changes) {
    const before = caughtUp.value
    caughtUp.value = {
      entries: (before?.entries ?? 0) + push.entries,
      escalations: (before?.escalations ?? 0) + push.escalations.length,
      caseIds: new Set([...(before?.caseIds ?? []), ...push.cards.map((card) => card.caseId)]),
      bySnapshot: false,
    }
  }

  onScopeDispose(() => {
    feed.close()
    if (frame !== undefined) cancelAnimationFrame(frame)
    clearTimeout(hiddenTimer)
  })

  return {
    ...state,
    ...wire.state,
    realm, area, revision: readonly(revision),
    caughtUp: shallowReadonly(caughtUp),
    dismissCaughtUp: () => { caughtUp.value = null },
    retryNow: feed.retryNow,
  }
}

export type Board = ReturnType<typeof useBoard>
