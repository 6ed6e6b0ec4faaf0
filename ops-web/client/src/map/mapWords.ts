import { language } from '@/i18n'
import { communityOf, levelOf, pathTo } from '@/places/areaCode'
import { countdown } from '@/shared/format'
import type { Card } from '@/wire/board'
import { severities } from '@/wire/codes'
import type { Tip } from './MapTooltip.vue'
import type { Scene } from './scene'
import { total } from './sums'
import { untilNext } from './untilNext'

type Say = (key: string, values?: Record<string, unknown>) => string

/** Sentences about areas and cases on the map, in the language of the page. */
export function mapWords(t: Say, props: () => { mode: 'operator' | 'wall'; now: number | null }, scene: () => Scene | null) {
  /** The short name of an area; cells and buildings by the last part of their code. */
  function name(area: string): string {
    const place = scene()?.geometry.places.get(area)
    const last = area.slice(area.lastIndexOf('-') + 1)
    switch (levelOf(area)) {
      case 'cell': return t('map.cell', { code: last })
      case 'building': return t('map.building', { code: last })
      default: return place ? place[language.value] : last
    }
  }

  const trail = (area: string): string => pathTo(area).slice(1).map(name).join(' · ')

  function left(card: Card): string | null {
    const { now } = props()
    const until = now === null ? null : untilNext(card, now)
    return until === null ? null : countdown(until, language.value)
  }

  const caseWords = (card: Card) => ({
    category: t(`codes.category.${card.category}`),
    knows: t(card.state === 'waiting' ? 'map.unacknowledged' : 'map.acknowledged'),
  })

  function plate(card: Card): { where: string; what: string; state: string } {
    const { category, knows } = caseWords(card)
    const community = communityOf(card.area)
    const clock = left(card)
    const timed = (word: string) => (clock === null ? word : `${word} · ${clock}`)
    if (props().mode === 'wall') return { where: community ? name(community) : name(card.area), what: category, state: timed(knows) }
    const cell = community ? card.area.slice(community.length + 1).split('-')[0] : ''
    return { where: community ? `${name(community)}${cell ? `-${cell}` : ''}` : name(card.area), what: '', state: timed(t(`codes.tier.${card.tier}`)) }
  }

  function areaTip(area: string): Pick<Tip, 'title' | 'lines'> {
    const sum = scene()?.sums.of(area) ?? null
    if (!sum) return { title: trail(area), lines: [t('map.nothing')] }
    const bySeverity = severities.map((severity, index) => ({ word: t(`codes.severity.${severity}`), count: sum.open[index]! })).filter(({ count }) => count > 0)
    const lines = [
      `${t('map.open', { count: total(sum.open) })} = ${bySeverity.map(({ word, count }) => `${word} ${count}`).join(' + ')}`,
      ...(total(sum.waiting) > 0 ? [t('map.waiting', { count: total(sum.waiting) })] : []),
      ...(total(sum.overdue) > 0 ? [t('map.overdue', { count: total(sum.overdue) })] : []),
    ]
    return { title: trail(area), lines }
  }

  function caseTip(card: Card): Pick<Tip, 'title' | 'lines'> {
    const { category, knows } = caseWords(card)
    const clock = left(card)
    return {
      title: `${t(`codes.severity.${card.severity}`)} · ${category}`,
      lines: [trail(card.area), `${t(`codes.tier.${card.tier}`)} · ${knows}${clock === null ? '' : ` · ${clock}`}`],
    }
  }

  const pickTip = (area: string | null): Pick<Tip, 'title' | 'lines'> =>
    ({ title: area === null ? t('map.outside') : t('map.pickAt', { place: trail(area) }), lines: [] })

  return { plate, areaTip, caseTip, pickTip }
}
