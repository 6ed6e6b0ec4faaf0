import { ref, watch, type Ref } from 'vue'

/** A ref whose value outlives the page, under `key` in this browser. */
export function kept<T>(key: string, first: T, store: Storage = localStorage): Ref<T> {
  const value = ref(read(key, first, store)) as Ref<T>
  watch(value, (now) => {
    try { store.setItem(key, JSON.stringify(now)) } catch { /* full or forbidden: kept for this page only */ }
  }, { deep: true, flush: 'sync' })
  return value
}

function read<T>(key: string, first: T, store: Storage): T {
  try {
    const text = store.getItem(key)
    return text === null ? first : (JSON.parse(text) as T)
  } catch {
    return first
  }
}
