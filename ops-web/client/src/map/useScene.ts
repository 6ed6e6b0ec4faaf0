import { onBeforeUnmount, onMounted, shallowRef, watch, type Ref } from 'vue'
import { loadBuildings, loadGeometry } from '@/places/geometry'
import type { Palette } from './palette'
import { Scene, type Margin } from './scene'

export type SceneState = 'loading' | 'failed' | 'ready' | 'no-webgl'

const RETRY_AFTER_MS = 3000

export interface SceneOptions {
  registry: () => string | null
  host: Readonly<Ref<HTMLElement | null>>
  palette: () => Palette
  unit: () => number
  title: () => string
  margin: () => Margin
  /** Called once per scene, before anything is drawn. */
  begun: (scene: Scene) => void
  /** Called when the buildings are there: places of cases get finer. */
  located: (scene: Scene) => void
  noWebgl: () => void
}

/** Loads a registry's geometry and keeps one scene for it: streets and cells first, buildings after the first picture. */
export function useScene(options: SceneOptions) {
  const scene = shallowRef<Scene | null>(null)
  const state = shallowRef<SceneState>('loading')
  /** How much has been drawn and has come to rest. */
  const drawn = shallowRef<'nothing' | 'cells' | 'all'>('nothing')
  let wanted: string | null = null
  let retry: ReturnType<typeof setTimeout> | undefined

  function drop() {
    scene.value?.destroy()
    scene.value = null
  }

  async function build(hash: string) {
    try {
      if (!scene.value) {
        const geometry = await loadGeometry(hash)
        if (wanted !== hash || !options.host.value) return
        const begun = begin(geometry, options.host.value)
        if (!begun) return
        await idle(begun)
        drawn.value = 'cells'
      }
      const built = scene.value
      const buildings = await loadBuildings(hash)
      if (wanted !== hash || !built || scene.value !== built) return
      built.adoptBuildings(buildings)
      options.located(built)
      await idle(built)
      drawn.value = 'all'
    } catch {
      if (wanted !== hash) return
      if (!scene.value) state.value = 'failed'
      retry = setTimeout(() => { if (wanted === hash) void build(hash) }, RETRY_AFTER_MS)
    }
  }

  function begin(geometry: Awaited<ReturnType<typeof loadGeometry>>, host: HTMLElement): Scene | null {
    if (!hasWebgl2()) {
      state.value = 'no-webgl'
      options.noWebgl()
      return null
    }
    const built = new Scene(host, geometry, options.palette(), options.unit(), options.margin(), options.title())
    scene.value = built
    state.value = 'ready'
    options.begun(built)
    return built
  }

  function adopt(hash: string | null) {
    clearTimeout(retry)
    wanted = hash
    drop()
    state.value = 'loading'
    drawn.value = 'nothing'
    if (hash) void build(hash)
  }

  onMounted(() => watch(options.registry, adopt, { immediate: true }))
  onBeforeUnmount(() => {
    clearTimeout(retry)
    wanted = null
    drop()
  })
  return { scene, state, drawn }
}

const idle = (scene: Scene): Promise<void> => new Promise((resolve) => { void scene.map.once('idle', () => resolve()) })

function hasWebgl2(): boolean {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('webgl2')
  context?.getExtension('WEBGL_lose_context')?.loseContext() // contexts are few; give this one back
  return context !== null
}
