import { getCurrentScope, onScopeDispose, shallowRef, watch, type Ref } from 'vue'

const prefix = 'gridactors.draft.'

/** Something half written, kept on this phone until it is sent or emptied: a reload or a crash costs nothing. */
export function useDraft(name: string): Ref<string> {
  const text = shallowRef(localStorage.getItem(prefix + name) ?? '')
  const stop = watch(text, (now) => {
    try {
      if (now === '') localStorage.removeItem(prefix + name)
      else localStorage.setItem(prefix + name, now)
    } catch { /* full or forbidden: kept for this page only */ }
  }, { flush: 'sync' })
  if (getCurrentScope()) onScopeDispose(stop)
  return text
}
