import { computed, onScopeDispose, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { call } from '@/http/api'
import { Problem } from '@/http/problem'
import type { Realm } from '@/wire/realms'

const AskAgainMilliseconds = 15_000
const AskSoonMilliseconds = 2000

/** The realms of this service and which one the page shows: `?realm=`, else demo while live is empty. */
export function useRealms() {
  const route = useRoute()
  const router = useRouter()
  const realms = shallowRef<readonly Realm[]>([])
  const fault = shallowRef<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let ended = false

  const asked = computed(() => (typeof route.query['realm'] === 'string' ? route.query['realm'] : null))
  const realm = computed<string | null>(() => {
    if (asked.value) return asked.value
    if (realms.value.length === 0) return null
    const live = realms.value.find((one) => one.name === 'live')
    return live?.empty && realms.value.some((one) => one.name === 'demo') ? 'demo' : 'live'
  })

  async function refresh(): Promise<void> {
    clearTimeout(timer)
    try {
      realms.value = (await call<Realm[]>('/api/realms')).body
      fault.value = null
    } catch (problem) {
      fault.value = problem instanceof Problem ? problem.code : 'unreachable'
    }
    if (!ended) timer = setTimeout(() => void refresh(), realms.value.length > 0 ? AskAgainMilliseconds : AskSoonMilliseconds)
  }

  const post = async (path: string, body: object) => {
    await call('/api/realms/demo/' + path, { method: 'POST', body })
    await refresh()
  }

  onScopeDispose(() => { ended = true; clearTimeout(timer) })
  void refresh()

  return {
    realms, realm, fault,
    current: computed(() => realms.value.find((one) => one.name === realm.value) ?? null),
    choose: (name: string) => router.replace({ query: { ...route.query, realm: name } }),
    setRate: (rate: number) => post('clock', { rate }),
    setPaused: (paused: boolean) => post('clock', { paused }),
    step: () => post('clock', { step: true }),
    /** Throws the demo away and begins the next; cannot touch live. */
    wipeDemo: () => post('wipe', {}),
  }
}
export type Realms = ReturnType<typeof useRealms>
