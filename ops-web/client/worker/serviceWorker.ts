/// <reference lib="webworker" />
/**
 * Keeps the field page usable without a link. It holds the page's own files and nothing else: what is asked of the service is never
 * kept here, and what was done on the phone lies in the phone's own store, which no update of this file touches.
 */
export {} // its names are its own

declare const self: ServiceWorkerGlobalScope
/** Written by the build: every file of the field page, with a mark of its content. */
declare const __FILES__: readonly { path: string; mark: string }[]
declare const __VERSION__: string

const files = __FILES__
const paths = new Set(files.map((file) => file.path))
const prefix = 'gridactors-page-'
const cacheName = prefix + __VERSION__
const shell = '/index.html'
/** So long a page may take over a weak link before the kept one is shown. */
const PatienceMilliseconds = 4000

self.addEventListener('install', (event) => { event.waitUntil(fill()) })
self.addEventListener('activate', (event) => { event.waitUntil(clean()) })
self.addEventListener('message', (event) => { if (event.data === 'take-over') void self.skipWaiting() })
self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (url.pathname === '/field' || url.pathname.startsWith('/field/')) event.respondWith(page(request))
  } else if (paths.has(url.pathname)) event.respondWith(own(request, url.pathname))
})

async function fill() {
  const cache = await caches.open(cacheName)
  await Promise.all(files.map(async ({ path }) => {
    const answer = await fetch(path, { cache: 'no-cache' })
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`) // half a page is worse than the old one
    await cache.put(path, answer)
  }))
}

async function clean() {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith(prefix) && name !== cacheName).map((name) => caches.delete(name)))
  await self.clients.claim()
}

/** The newest page there is; the kept one when the link is gone or too slow. */
async function page(request: Request): Promise<Response> {
  const kept = await caches.match(shell, { cacheName, ignoreVary: true })
  if (!kept) return fetch(request)
  const patience = new AbortController()
  const timer = setTimeout(() => { patience.abort() }, PatienceMilliseconds)
  try {
    const answer = await fetch(request.url, { signal: patience.signal, redirect: 'manual' })
    return answer.ok ? answer : kept
  } catch {
    return kept
  } finally {
    clearTimeout(timer)
  }
}

/** A file of this version. Which page asks, and how, makes no difference to what it is. */
async function own(request: Request, path: string): Promise<Response> {
  return await caches.match(path, { cacheName, ignoreVary: true }) ?? fetch(request)
}
