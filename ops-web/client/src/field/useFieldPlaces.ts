import { watch } from 'vue'
import { communityOf, streetOf } from '@/places/areaCode'
import { usePlaces, type AreaName, type Places } from '@/places/places'
import { kept } from '@/shared/kept'
import type { AreaCode } from '@/wire/codes'

/** Names of places that are known without a link too: those around the home are kept on the phone. */
export function useFieldPlaces(registry: () => string | null, home: AreaCode): Places {
  const places = usePlaces(registry)
  const names = kept<Record<AreaCode, AreaName>>('gridactors.field.names', {})
  const near = [streetOf(home), communityOf(home)].filter((area) => area !== null)

  watch(places.ready, (ready) => {
    if (ready) names.value = Object.fromEntries(near.map((area) => [area, places.name(area)]))
  }, { immediate: true })

  return { ...places, name: (area) => (places.ready.value ? places.name(area) : names.value[area] ?? places.name(area)) }
}
