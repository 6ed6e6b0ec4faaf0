import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { call } from '@/http/api'
import type { PlaceFound } from '@/wire/places'

const TypingMilliseconds = 180
const FoundMax = 6

/** Places that fit what has been typed so far; the newest question wins. */
export function usePlaceSearch(realm: string) {
  const query = ref('')
  const found = shallowRef<readonly PlaceFound[]>([])
  const searching = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = new AbortController()

  watch(query, (text) => {
    clearTimeout(timer)
    asked.abort()
    const q = text.trim()
    if (q === '') { found.value = []; searching.value = false; return }
    searching.value = true
    timer = setTimeout(() => void search(q), TypingMilliseconds)
  })

  async function search(q: string) {
    asked = new AbortController()
    const { signal } = asked
    try {
      const { body } = await call<PlaceFound[]>(`/api/places/search?q=${encodeURIComponent(q)}&max=${FoundMax}`, { realm, signal })
      if (signal.aborted) return
      found.value = body
    } catch {
      if (!signal.aborted) found.value = [] // typed on or unreachable: the address as said still goes to triage
    }
    if (!signal.aborted) searching.value = false
  }
  onScopeDispose(() => { clearTimeout(timer); asked.abort() })
  return { query, found, searching }
}
