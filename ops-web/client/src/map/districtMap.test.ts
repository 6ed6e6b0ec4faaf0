import { createApp, h, nextTick } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { i18n } from '@/i18n'
import DistrictMap from './DistrictMap.vue'

const empty = { type: 'FeatureCollection', features: [] }

function show(registry: string | null) {
  const missing = vi.fn()
  const host = document.createElement('div')
  const app = createApp(() => h(DistrictMap, {
    registry, tiles: new Map(), cards: new Map(), selectedCaseId: null, focusArea: 'district', mode: 'operator', pulses: [], theme: 'dark', pickMode: false,
    onWebglMissing: missing,
  }))
  app.use(i18n).mount(host)
  return { host, missing, end: () => app.unmount() }
}

describe('the map', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('says so and asks for the table where the browser has no WebGL', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(empty))))
    const { host, missing, end } = show('without-webgl')
    await vi.waitFor(() => expect(missing).toHaveBeenCalledOnce())
    await nextTick()
    expect(host.querySelector('[role=status]')?.textContent).toContain('WebGL')
    end()
  })

  it('waits in words while no registry is known, and says when it cannot be loaded', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
    const waiting = show(null)
    expect(waiting.host.querySelector('.district-map')?.getAttribute('data-state')).toBe('loading')
    waiting.end()
    const failing = show('unreachable')
    await vi.waitFor(() => expect(failing.host.querySelector('.district-map')?.getAttribute('data-state')).toBe('failed'))
    failing.end()
  })
})
