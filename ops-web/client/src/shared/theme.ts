import { watchEffect } from 'vue'
import { kept } from './kept'

export type Theme = 'dark' | 'light'

const theme = kept<Theme>('gridactors.theme', 'dark')

/** One theme per page; residents' pages are light unless chosen otherwise. */
export function useTheme(fixed?: Theme) {
  const asked = new URLSearchParams(location.search).get('theme')
  if (asked === 'dark' || asked === 'light') theme.value = asked
  watchEffect(() => { document.documentElement.dataset['theme'] = fixed ?? theme.value })
  return { theme, turn: () => { theme.value = theme.value === 'dark' ? 'light' : 'dark' } }
}
