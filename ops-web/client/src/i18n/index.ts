import { computed } from 'vue'
import { createI18n } from 'vue-i18n'
import { messages } from './messages'

export type Language = 'zh' | 'en'
const keptAs = 'gridactors.language'

function first(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(keptAs)
  if (asked === 'zh' || asked === 'en') return asked
  return navigator.language.startsWith('en') ? 'en' : 'zh'
}

export const i18n = createI18n({ legacy: false, locale: first(), fallbackLocale: 'zh', messages })

export const language = computed<Language>(() => i18n.global.locale.value as Language)

export function speak(to: Language): void {
  i18n.global.locale.value = to
  localStorage.setItem(keptAs, to)
  document.documentElement.lang = to === 'zh' ? 'zh-CN' : 'en'
}
speak(language.value)
