import { cellOf } from '@/places/areaCode'
import type { FieldIdentity } from './identity'

/** What the phone asks for about its person, each by its address. */
export function pagesOf({ responder, home }: FieldIdentity) {
  return {
    own: `/api/field/${responder}`,
    week: `/api/field/${responder}/duty?days=7`,
    team: `/api/field/${responder}/team`,
    visits: `/api/field/${responder}/visits`,
    cellDuty: `/api/cells/${cellOf(home) ?? home}/duty`,
  }
}

/** Where an answer is kept on the phone. */
export const keptAs = (realm: string, path: string): string => `${realm}${path}`
