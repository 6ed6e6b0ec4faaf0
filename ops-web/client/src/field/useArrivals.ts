import { useI18n } from 'vue-i18n'
import type { Words } from '@/cases/useWords'
import type { useAnnouncer } from '@/shared/announcer'
import type { Sound } from '@/shared/sound'
import { severities } from '@/wire/codes'
import type { FieldTask } from '@/wire/field'

interface Doors { announcer: ReturnType<typeof useAnnouncer>; sound: Sound; words: () => Words; onDuty: () => boolean }
const BuzzMilliseconds = [200, 100, 200]

/** What comes in is told once: one tone and one sentence for all of one moment, and nothing at all off duty. */
export function useArrivals({ announcer, sound, words, onDuty }: Doors) {
  const { t } = useI18n()

  function tell(fresh: readonly FieldTask[]) {
    const offered = fresh.filter((task) => task.stage === 'offered')
    const worst = severities.map((severity) => offered.find((task) => task.severity === severity)).find((task) => task !== undefined)
    if (!worst || !onDuty()) return
    sound.play(worst.severity)
    if (sound.state.value === 'on' && worst.severity !== 'blue') (navigator as Partial<Navigator>).vibrate?.(BuzzMilliseconds)
    const what = worst.sealed ? t('field.sealed') : words().category(worst.category)
    announcer.say(t('field.announce', { n: offered.length, severity: words().severity(worst.severity), what, where: words().place(worst.area) }), worst.severity === 'red')
  }
  return { tell }
}
