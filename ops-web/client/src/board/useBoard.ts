import { computed, onScopeDispose, readonly, shallowReadonly, shallowRef } from 'vue'
import type { Changes, Heartbeat, Snapshot } from '@/wire/board'
import type { AreaCode } from '@/wire/codes'
import { createBoardState } from './boardState'
import { watchBoard, type Resume } from './boardFeed'
import type { ConnectBoard } from './hubConnection'
import { RealmClock, useSecond } from './realmClock'

/** `loading`: nothing received yet. `stale`: a heartbeat is late. `lost`: silent for 5 s or disconnected. */
export type Link = 'loading' | 'catching-up' | 'live' | 'stale' | 'lost'

/** Heartbeats come every 2 s; one that is this late is said so. */
export const StaleAfterMilliseconds = 3200
/** A hidden page gets no animation frames; its board is kept up by this timer instead. */
const HiddenFrameMilliseconds = 250

/** What came in after a break: shown until dismissed. */
export interface CaughtUp { entries: number; escalations: number; caseIds: ReadonlySet<string>; bySnapshot: boolean }

/** One area's board, kept equal to the server's: a snapshot or the missing tail, then every push in order, applied once a frame. */
export function useBoard(realm: string, area: AreaCode, connect?: ConnectBoard) {
  const state = createBoardState()
  const clock = new RealmClock()
  const second = useSecond()
  const open = shallowRef<'loading' | 'catching-up' | 'live' | 'lost'>('loading')
  const failures = shallowRef(0)
  const refusal = shallowRef<string | null>(null)
  const heardAt = shallowRef<number | null>(null) // real time of the last push
  const lostAt = shallowRef<number | null>(null)
  const dataAt = shallowRef<number | null>(null) // realm time of the last push
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

  function heard(push: { now: string; cursor: string }, pace?: { rate: number; paused: boolean } | null) {
    clock.hear(push.now, pace)
    heardAt.value = Date.now()
    dataAt.value = Date.parse(push.now)
    lostAt.value = null
    failures.value = 0
    refusal.value = null
    open.value = 'live'
  }

  const watch = watchBoard(realm, area, () => resume, {
    snapshot(push) {
      if (broken && state.about.value) caughtUp.value = { entries: 0, escalations: 0, caseIds: new Set(), bySnapshot: true }
      broken = false
      resume = { epoch: push.epoch, cursor: push.cursor }
      heard(push, push.clock)
      waiting = [] // it replaces everything, also what was not drawn yet
      later(push)
    },
    changes(push) {
      if (push.tail && broken) addCaughtUp(push)
      else if (!push.tail) broken = false
      if (resume) resume = { ...resume, cursor: push.cursor }
      heard(push, push.clock)
      later(push)
    },
    heartbeat(push: Heartbeat) {
      broken = false
      if (resume) resume = { ...resume, cursor: push.cursor }
      heard(push)
    },
    catchingUp() { if (open.value !== 'loading') open.value = 'catching-up' },
    lost(count) {
      failures.value = count
      lostAt.value ??= heardAt.value ?? Date.now()
      broken = true
      open.value = heardAt.value === null && count === 0 ? 'loading' : 'lost'
    },
    refused(code) { refusal.value = code },
  }, connect)

  function addCaughtUp(push: Changes) {
    const before = caughtUp.value
    caughtUp.value = {
      entries: (before?.entries ?? 0) + push.entries,
      escalations: (before?.escalations ?? 0) + push.escalations.length,
      caseIds: new Set([...(before?.caseIds ?? []), ...push.cards.map((card) => card.caseId)]),
      bySnapshot: false,
    }
  }

  /** Realm time, milliseconds; null until heard. Stands still while the link is down longer than the board may guess. */
  const now = computed(() => clock.at(second.value))
  const ageMilliseconds = computed(() => heardAt.value === null ? null : Math.max(0, second.value - heardAt.value))
  const link = computed<Link>(() =>
    open.value === 'live' && (ageMilliseconds.value ?? 0) > StaleAfterMilliseconds ? 'stale' : open.value)

  onScopeDispose(() => {
    watch.close()
    if (frame !== undefined) cancelAnimationFrame(frame)
    clearTimeout(hiddenTimer)
  })

  return {
    ...state,
    realm, area, link, now, ageMilliseconds, clock,
    failures: readonly(failures), refusal: readonly(refusal), revision: readonly(revision),
    heardAt: readonly(heardAt), lostAt: readonly(lostAt), dataAt: readonly(dataAt),
    caughtUp: shallowReadonly(caughtUp),
    dismissCaughtUp: () => { caughtUp.value = null },
    retryNow: watch.retryNow,
  }
}

export type Board = ReturnType<typeof useBoard>
