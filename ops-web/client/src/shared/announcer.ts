import { onScopeDispose, shallowRef } from 'vue'

/** At most one announcement in this long; a newer one takes the place of one that has not been said. */
const QuietMilliseconds = 5000

/** Two live regions: polite for changes of the queue, assertive for a new red case. */
export function useAnnouncer() {
  const polite = shallowRef('')
  const assertive = shallowRef('')
  let saidAt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function say(text: string, urgent = false) {
    clearTimeout(timer)
    const wait = Math.max(0, saidAt + QuietMilliseconds - Date.now())
    timer = setTimeout(() => {
      saidAt = Date.now()
      polite.value = urgent ? '' : text
      assertive.value = urgent ? text : ''
    }, urgent ? 0 : wait)
  }
  onScopeDispose(() => { clearTimeout(timer) })
  return { polite, assertive, say }
}
