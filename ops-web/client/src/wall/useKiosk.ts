import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Board } from '@/board/useBoard'

const ReloadAfterFailures = 3
/** A reload is not repeated sooner than this, so that a service that is down is not hammered. */
const ReloadEveryMilliseconds = 60_000
const ShiftEveryMilliseconds = 90_000
const keptAs = 'gridactors.wall.reloaded'
/** Pixels; the picture wanders around its place so that nothing burns in. */
const shifts = [[0, 0], [2, 0], [2, 2], [0, 2], [-2, 2], [-2, 0], [-2, -2], [0, -2], [2, -2]] as const

/** What an unattended screen needs: a whole reload when the link does not come back, and a picture that never stands quite still. */
export function useKiosk(board: Board) {
  const shift = shallowRef<readonly [number, number]>(shifts[0])
  let n = 0
  const timer = setInterval(() => { n = (n + 1) % shifts.length; shift.value = shifts[n] ?? shifts[0] }, ShiftEveryMilliseconds)

  watch(board.failures, async (failures) => {
    if (failures < ReloadAfterFailures) return
    const before = Number(sessionStorage.getItem(keptAs) ?? 0)
    if (Date.now() - before < ReloadEveryMilliseconds) return
    // Reloading while the service is away would leave an error page on the wall, which never comes back by itself.
    const reachable = await fetch('/', { cache: 'no-store' }).then((answer) => answer.ok, () => false)
    if (!reachable) return
    sessionStorage.setItem(keptAs, String(Date.now()))
    location.reload()
  })
  onScopeDispose(() => { clearInterval(timer) })
  return { shift }
}
