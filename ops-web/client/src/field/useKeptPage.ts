import { onScopeDispose, shallowRef, watch } from 'vue'
import { call } from '@/http/api'
import { Problem } from '@/http/problem'
import { keptAs } from './pages'
import { useSession } from './session'

/** A page of the service with its last answer kept on the phone: shown with its time when there is no link, read again when there is. */
export function useKeptPage<T>(path: string) {
  const { store, identity, inbox } = useSession()
  const key = keptAs(identity.realm, path)
  const body = shallowRef<T | null>(null)
  const at = shallowRef<number | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const stopped = new AbortController()

  const recalled = store.readPage<T>(key).catch(() => undefined).then((found) => {
    if (!found || at.value !== null) return
    body.value = found.body
    at.value = found.at
  })

  async function read() {
    try {
      const answer = (await call<T>(path, { realm: identity.realm, signal: stopped.signal })).body
      body.value = answer
      at.value = Date.now()
      problem.value = null
      await store.keepPage(key, answer).catch(() => undefined) // full: only the copy for later is missing
    } catch (fault) {
      if (!stopped.signal.aborted) problem.value = fault instanceof Problem ? fault : Problem.unreachable()
    }
  }

  watch(inbox.link, (link, before) => { if (link === 'live' && before !== 'stale' && at.value !== null) void read() })
  onScopeDispose(() => { stopped.abort() })
  void recalled.then(read)

  return { body, at, problem, read }
}
