import { kept } from '@/shared/kept'
import type { AreaCode } from '@/wire/codes'
import type { ResponderKind } from '@/wire/field'

/** Who uses this phone: until there are accounts the page asks once and keeps it on the device. */
export interface FieldIdentity { realm: string; responder: string; kind: ResponderKind; home: AreaCode; name: string }

export const useIdentity = () => kept<FieldIdentity | null>('gridactors.field', null)

/** `海裕-008`-like: the last part of the home, which people know by heart. */
export const homeNumber = (home: AreaCode): string => home.split('-').slice(1).join('-') || home
