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

/** Everything half written for one task. */
export const draftsOf = (taskId: string): string[] => Object.keys(localStorage)
  .filter((key) => key.startsWith(`${prefix}${taskId}.`)).map((key) => localStorage.getItem(key) ?? '').filter((text) => text !== '')
