import { shallowRef, toValue, watchEffect, type MaybeRefOrGetter } from 'vue'
import { kept } from './kept'

export type Theme = 'dark' | 'light'

const theme = kept<Theme>('gridactors.theme', 'dark')
/** Paper is light, whatever the screen is. */
const printing = shallowRef(false)
globalThis.matchMedia('print').addEventListener('change', (media) => { printing.value = media.matches })

/** One theme per page; residents' pages are light unless chosen otherwise. */
export function useTheme(fixed?: MaybeRefOrGetter<Theme | undefined>) {
  const asked = new URLSearchParams(location.search).get('theme')
  if (asked === 'dark' || asked === 'light') theme.value = asked
  watchEffect(() => { document.documentElement.dataset['theme'] = printing.value ? 'light' : toValue(fixed) ?? theme.value }, { flush: 'sync' })
  return { theme, turn: () => { theme.value = theme.value === 'dark' ? 'light' : 'dark' } }
}
