import { computed, readonly, shallowRef } from 'vue'
import type { ClockPace } from '@/wire/board'
import { RealmClock, useSecond } from './realmClock'

/** `loading`: nothing received yet. `stale`: a heartbeat is late. `lost`: silent for 5 s or disconnected. */
export type Link = 'loading' | 'catching-up' | 'live' | 'stale' | 'lost'

/** Heartbeats come every 2 s; one that is this late is said so. */
export const StaleAfterMilliseconds = 3200

/** How well a page hears its hub, and what time it is in the realm. */
export function useLink() {
  const clock = new RealmClock()
  const second = useSecond()
  const open = shallowRef<'loading' | 'catching-up' | 'live' | 'lost'>('loading')
  const failures = shallowRef(0)
  const refusal = shallowRef<string | null>(null)
  const heardAt = shallowRef<number | null>(null) // real time of the last push
  const lostAt = shallowRef<number | null>(null)
  const dataAt = shallowRef<number | null>(null) // realm time of the last push

  function heard(push: { now: string }, pace?: ClockPace | null) {
    clock.hear(push.now, pace)
    heardAt.value = Date.now()
    dataAt.value = Date.parse(push.now)
    lostAt.value = null
    failures.value = 0
    refusal.value = null
    open.value = 'live'
  }

  /** What was heard before the page was opened: the clock runs on from there, and nothing counts as live until something is heard again. */
  function recall(now: string, pace: ClockPace, real: number) {
    if (heardAt.value !== null) return
    clock.hear(now, pace, real)
    heardAt.value = lostAt.value = real
    dataAt.value = Date.parse(now)
    open.value = 'catching-up'
  }

  const listener = {
    catchingUp() { if (open.value !== 'loading') open.value = 'catching-up' },
    lost(count: number) {
      failures.value = count
      lostAt.value ??= heardAt.value ?? Date.now()
      open.value = heardAt.value === null && count === 0 ? 'loading' : 'lost'
    },
    refused(code: string) { refusal.value = code },
  }

  /** Realm time, milliseconds; null until heard. */
  const now = computed(() => clock.at(second.value))
  const ageMilliseconds = computed(() => heardAt.value === null ? null : Math.max(0, second.value - heardAt.value))
  const link = computed<Link>(() =>
    open.value === 'live' && (ageMilliseconds.value ?? 0) > StaleAfterMilliseconds ? 'stale' : open.value)

  return {
    heard, recall, listener,
    state: {
      link, now, ageMilliseconds, clock, failures: readonly(failures), refusal: readonly(refusal),
      heardAt: readonly(heardAt), lostAt: readonly(lostAt), dataAt: readonly(dataAt),
    },
  }
}
