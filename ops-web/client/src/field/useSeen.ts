import { onScopeDispose, watch } from 'vue'
import type { FieldTask } from '@/wire/field'
import { useSession } from './session'

/** So long must it have been on a visible screen. */
const LookedMilliseconds = 1000

/** Says that a task was looked at, once it has really been on the screen for a moment. */
export function useSeen(task: () => FieldTask | null) {
  const { seen } = useSession()
  let timer: ReturnType<typeof setTimeout> | undefined

  function look() {
    clearTimeout(timer)
    const at = task()
    if (at && document.visibilityState === 'visible') timer = setTimeout(() => { seen(at) }, LookedMilliseconds)
  }
  watch(() => task()?.taskId, look, { immediate: true })
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
  })
}
