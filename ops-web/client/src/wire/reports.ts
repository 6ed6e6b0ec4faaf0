/** `POST /api/reports`. */
import type { AreaCode, Category, Severity } from './codes'

export type ReportPlace = { buildingId: AreaCode } | { position: readonly [lon: number, lat: number] } | { address: string }

export interface ReportBody {
  category: Category
  text: string
  place: ReportPlace
  severity?: Severity
  reporter?: { name?: string; phone?: string }
}

export interface ReportAnswer {
  caseId: string
  receipt: string
  emergency?: readonly { number: string; zh: string; en: string }[]
  desk?: 'open' | 'closed'
}
