import { onScopeDispose, readonly, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue'
import type { AreaCode } from '@/wire/codes'
import type { PlaceFeatures } from '@/wire/places'
import { airport, levelOf, parentOf } from './areaCode'

export interface AreaName { zh: string; en: string }

/** Names of one registry's places. Cells and buildings are named by their code's last part. */
export interface Places {
  readonly ready: Readonly<ShallowRef<boolean>>
  /** The short name of an area; its code's last part when it has none. Reactive on `ready`. */
  name(area: AreaCode): AreaName
  /** Codes of the streets, in registry order, without the airport. */
  streets(): readonly AreaCode[]
  communities(street: AreaCode): readonly AreaCode[]
  center(area: AreaCode): readonly [number, number] | null
}

interface Named { names: ReadonlyMap<AreaCode, AreaName>; centers: ReadonlyMap<AreaCode, readonly [number, number]> }

const loading = new Map<string, Promise<Named>>()

async function load(hash: string): Promise<Named> {
  const pages = await Promise.all(['streets', 'communities'].map(async (page) => {
    const answer = await fetch(`/api/places/${hash}/${page}.json`)
    if (!answer.ok) throw new Error(`places ${page}: ${answer.status}`)
    return (await answer.json()) as PlaceFeatures
  }))
  const names = new Map<AreaCode, AreaName>()
  const centers = new Map<AreaCode, readonly [number, number]>()
  for (const page of pages) {
    for (const { properties } of page.features) {
      if (properties.kind === 'label') continue
      names.set(properties.code, { zh: shortZh(properties.zh), en: shortEn(properties.en) })
      centers.set(properties.code, properties.center)
    }
  }
  return { names, centers }
}

function namesOf(hash: string): Promise<Named> {
  let found = loading.get(hash)
  if (!found) {
    found = load(hash)
    loading.set(hash, found)
    found.catch(() => loading.delete(hash)) // asked again at the next use
  }
  return found
}

export const shortZh = (name: string) => name.replace(/(街道|社区居委会|居委会|社区)$/u, '') || name
export const shortEn = (name: string) => name.replace(/ (Street|Subdistrict|Community)$/iu, '') || name

/** Reads the names of a registry; `hash` may be unknown at first. */
export function usePlaces(hash: MaybeRefOrGetter<string | null>): Places {
  const named = shallowRef<Named | null>(null)
  const ready = shallowRef(false)
  let ended = false
  let retry: ReturnType<typeof setTimeout> | undefined

  async function fill(of: string) {
    try {
      const found = await namesOf(of)
      if (ended || toValue(hash) !== of) return
      named.value = found
      ready.value = true
    } catch {
      if (!ended) retry = setTimeout(() => void fill(of), RetryAfterMilliseconds)
    }
  }
  watch(() => toValue(hash), (of) => {
    clearTimeout(retry)
    named.value = null
    ready.value = false
    if (of) void fill(of)
  }, { immediate: true })
  onScopeDispose(() => { ended = true; clearTimeout(retry) })

  return {
    ready: readonly(ready),
    name(area) {
      const known = named.value?.names.get(area)
      if (known) return known
      switch (levelOf(area)) {
        case 'district': return { zh: '全区', en: 'District' }
        case 'airport': return { zh: '机场', en: 'Airport' }
        case 'unlocated': return { zh: '未定位', en: 'Unplaced' }
        case 'cell':
        case 'building': { const part = area.slice(area.lastIndexOf('-') + 1); return { zh: part, en: part } }
        default: return { zh: area, en: area }
      }
    },
    streets: () => [...(named.value?.names.keys() ?? [])].filter((code) => levelOf(code) === 'street' && code !== airport),
    communities: (street) => [...(named.value?.names.keys() ?? [])].filter((code) => levelOf(code) === 'community' && parentOf(code) === street),
    center: (area) => named.value?.centers.get(area) ?? null,
  }
}

const RetryAfterMilliseconds = 3000
