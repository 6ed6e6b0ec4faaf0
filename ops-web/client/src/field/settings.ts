import { kept } from '@/shared/kept'

/** How this phone shows things; one choice for everybody who uses it. */
export const largePrint = kept('gridactors.large', false)
export const darkScreen = kept('gridactors.field.dark', false)
