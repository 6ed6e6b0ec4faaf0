import { onScopeDispose, watch, type Ref } from 'vue'
import { call } from '@/http/api'
import type { Link } from '@/hub/useLink'
import type { FieldStore } from './fieldStore'
import type { FieldIdentity } from './identity'
import { keptAs, pagesOf } from './pages'

/** Fetched again when they are older than this. */
const FreshMilliseconds = 10 * 60_000

/** What is needed without a link is fetched while there is one: colleagues, the week, the visits. */
export function usePrefetch(identity: FieldIdentity, store: FieldStore, link: Readonly<Ref<Link>>) {
  const stopped = new AbortController()
  let fetchedAt = 0

  async function fetchAll() {
    fetchedAt = Date.now()
    const { own, week, visits, cellDuty } = pagesOf(identity)
    for (const path of [own, visits, week, cellDuty]) {
      try {
        const { body } = await call<unknown>(path, { realm: identity.realm, signal: stopped.signal })
        await store.keepPage(keptAs(identity.realm, path), body)
      } catch {
        if (stopped.signal.aborted) return // otherwise: the copy of before stays, the next one is tried
      }
    }
  }
  watch(link, (now) => { if (now === 'live' && Date.now() - fetchedAt > FreshMilliseconds) void fetchAll() })
  onScopeDispose(() => { stopped.abort() })
}
