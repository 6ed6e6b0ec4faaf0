/** `GET /api/places…`. */
import type { AreaCode } from './codes'

export interface PlacesSummary {
  hash: string
  synthetic: boolean
  streets: number
  communities: number
  cells: number
  buildings: number
  bounds: readonly [west: number, south: number, east: number, north: number]
}

export interface PlaceFound {
  area: AreaCode
  level: string
  zh: string
  en: string
  address: string | null
  center: readonly [lon: number, lat: number] | null
}

export interface PlaceProperties { code: AreaCode; zh: string; en: string; center: readonly [number, number]; kind?: 'airport' | 'label' }

export interface PlaceFeatures {
  type: 'FeatureCollection'
  features: readonly { type: 'Feature'; id: number; properties: PlaceProperties; geometry: unknown }[]
}
