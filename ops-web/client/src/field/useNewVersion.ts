import { onScopeDispose, shallowRef } from 'vue'

/** A phone left open for days looks for a new version now and then. */
const LookEveryMilliseconds = 30 * 60_000

/**
 * Keeps the page usable without a link, and says when a newer one is ready. Taking it reloads the page; what is unsent lies in the
 * phone's own store and is not touched.
 */
export function useNewVersion() {
  const waiting = shallowRef(false)
  let found: ServiceWorker | null = null
  let registration: ServiceWorkerRegistration | undefined
  let taking = false
  const workers = (navigator as Partial<Navigator>).serviceWorker

  function ready(worker: ServiceWorker | null) {
    if (!worker || !workers?.controller) return // the first one: nothing to reload for
    found = worker
    waiting.value = true
  }

  function watchFor(one: ServiceWorkerRegistration) {
    registration = one
    ready(one.waiting)
    one.addEventListener('updatefound', () => {
      const coming = one.installing
      coming?.addEventListener('statechange', () => { if (coming.state === 'installed') ready(coming) })
    })
  }

  const changed = () => { if (taking) location.reload() }
  const timer = setInterval(() => { void registration?.update().catch(() => undefined) }, LookEveryMilliseconds) // no link: next time
  if (import.meta.env.PROD && workers) {
    workers.addEventListener('controllerchange', changed)
    workers.register('/sw.js', { scope: '/' }).then(watchFor, () => undefined) // forbidden here: the page works, but only with a link
  }
  onScopeDispose(() => {
    clearInterval(timer)
    workers?.removeEventListener('controllerchange', changed)
  })

  return {
    waiting,
    take() {
      taking = true
      found?.postMessage('take-over')
    },
  }
}
