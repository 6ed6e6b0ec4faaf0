import { onScopeDispose, readonly, shallowRef, type Ref } from 'vue'
import type { ClockPace } from '@/wire/board'
import type { Instant } from '@/wire/codes'

/** One ticker for every countdown on the page, once a second; started by the first user, stopped by the last. */
const second = shallowRef(Date.now())
let users = 0
let timer: ReturnType<typeof setInterval> | undefined

export function useSecond(): Readonly<Ref<number>> {
  if (users++ === 0) {
    second.value = Date.now()
    timer = setInterval(() => { second.value = Date.now() }, 1000)
  }
  onScopeDispose(() => { if (--users === 0) clearInterval(timer) })
  return readonly(second)
}

/** The realm's time, carried on between pushes at the realm's own rate. Milliseconds since 1970. */
export class RealmClock {
  readonly pace = shallowRef<ClockPace>({ rate: 1, paused: false })
  private heard: { realm: number; real: number } | null = null

  /** `real`: when it was heard, when that was not just now. */
  hear(now: Instant, pace?: ClockPace | null, real = Date.now()): void {
    if (pace) this.pace.value = pace
    this.heard = { realm: Date.parse(now), real }
  }

  /** Null before anything was heard. */
  at(real: number): number | null {
    if (!this.heard) return null
    const { rate, paused } = this.pace.value
    return this.heard.realm + (paused ? 0 : Math.max(0, real - this.heard.real) * rate)
  }
}
