import { computed, shallowRef } from 'vue'
import { cellOf, levelOf } from '@/places/areaCode'
import type { AreaCode, Category, Severity } from '@/wire/codes'
import type { ReportPlace } from '@/wire/reports'
import { useI18n } from 'vue-i18n'
import { useDraft } from './draft'
import { useSession } from './session'

export const presets = ['hazard', 'neighbour', 'help-request'] as const satisfies readonly Category[]
export type PlaceKind = 'home' | 'building' | 'address' | 'position'
const BuildingDigits = 4

/** A report of what was seen on the way: an ordinary report, written down on this phone first and sent when there is a link. */
export function useQuickReport() {
  const { t } = useI18n()
  const { identity, report } = useSession()
  const isHead = levelOf(identity.home) === 'building'
  const cell = cellOf(identity.home) ?? identity.home

  const category = shallowRef<Category | null>(null)
  const severity = shallowRef<Severity | null>(null)
  const placeKind = shallowRef<PlaceKind>(isHead ? 'home' : 'building')
  const number = shallowRef('')
  const address = useDraft('report.address')
  const text = useDraft('report.text')
  const position = shallowRef<readonly [number, number] | null>(null)
  const locating = shallowRef<'' | 'locating' | 'failed'>('')
  const fault = shallowRef<'' | 'what' | 'where' | 'kept'>('')
  const done = shallowRef(false)

  const building = computed<AreaCode | null>(() => (/^\d{1,4}$/.test(number.value.trim()) && Number(number.value) > 0 ? `${cell}-${number.value.trim().padStart(BuildingDigits, '0')}` : null))
  const place = computed<ReportPlace | null>(() => {
    switch (placeKind.value) {
      case 'home': return { buildingId: identity.home }
      case 'building': return building.value ? { buildingId: building.value } : null
      case 'address': return address.value.trim() ? { address: address.value.trim() } : null
      default: return position.value ? { position: position.value } : null
    }
  })

  /** Asked for on a press only, and sent with this one report. */
  function locate() {
    placeKind.value = 'position'
    locating.value = 'locating'
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      locating.value = ''
      position.value = [coords.longitude, coords.latitude]
    }, () => { locating.value = 'failed' }, { timeout: 8000, enableHighAccuracy: true })
  }

  async function send() {
    fault.value = category.value === null ? 'what' : place.value === null ? 'where' : ''
    if (category.value === null || place.value === null) return
    const said = text.value.trim() || t(`codes.category.${category.value}`)
    const area = 'buildingId' in place.value ? place.value.buildingId : null
    const kept = await report({ category: category.value, text: said, place: place.value, ...(severity.value && { severity: severity.value }) }, area)
    if (!kept) { fault.value = 'kept'; return }
    done.value = true
    category.value = severity.value = position.value = null
    number.value = address.value = text.value = ''
  }

  return { isHead, cell, category, severity, placeKind, number, address, text, position, locating, fault, done, locate, send }
}
