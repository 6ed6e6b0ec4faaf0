import { onScopeDispose, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { severities } from '@/wire/codes'
import type { Console } from './console'

const SayEveryMilliseconds = 30_000

/** Sounds and says what comes in: a tone once a group, a new red case at once, and now and then how many there are. */
export function useArrivals({ board, sound, announcer, words }: Console) {
  const { t } = useI18n()
  let heard: string | null = null

  watch(board.escalations, (escalations) => {
    const last = escalations.at(-1)?.id ?? ''
    if (heard === null) { heard = last; return } // what was there before is no arrival
    const from = escalations.findIndex((one) => one.id === heard)
    const fresh = escalations.slice(from + 1).filter((one) => one.kind !== 'down')
    heard = last
    const worst = severities.find((severity) => fresh.some((one) => one.severity === severity))
    if (worst) sound.play(worst)
    const help = fresh.find((one) => one.kind === 'help')
    if (help) announcer.say(t('operator.announce.help', { place: words.place(help.area), category: words.category(help.category) }), true)
    const red = fresh.find((one) => one.kind === 'new-red')
    if (red) announcer.say(t('operator.announce.newRed', { place: words.place(red.area), category: words.category(red.category) }), true)
  })

  const timer = setInterval(() => {
    if (board.link.value !== 'live') return
    const open = [...board.cards.values()]
    announcer.say(t('operator.announce.changed', { open: open.length, waiting: open.filter((card) => card.state === 'waiting').length }))
  }, SayEveryMilliseconds)
  onScopeDispose(() => { clearInterval(timer) })
}
