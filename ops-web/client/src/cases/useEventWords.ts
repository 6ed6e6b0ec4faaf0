import { useI18n } from 'vue-i18n'
import { isUnplaced } from '@/places/areaCode'
import { minuteNear } from '@/shared/format'
import type { TimelineEntry } from '@/wire/cases'
import type { Words } from './useWords'

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const fields = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {})

/** A journal event as a title and a supporting line, from its codes alone. */
export function useEventWords(words: Words) {
  const { t, te } = useI18n()

  function rule(details: Record<string, unknown>): string | null {
    const said = details['rule']
    const { id, version } = typeof said === 'string' ? { id: said, version: details['ruleVersion'] } : fields(said)
    return typeof id === 'string' ? t('cases.eventText.rule', { rule: words.rule({ rule: id, ruleVersion: typeof version === 'number' ? version : 1 }) }) : null
  }

  function said(code: unknown): string | null {
    const of = text(code)
    return of && te(`cases.reasons.${of}`) ? t(`cases.reasons.${of}`) : null
  }

  return function wordsOf(entry: TimelineEntry): { title: string; text: string } {
    const { details } = entry
    const facts = fields(details['facts'])
    const to = text(details['to']) ?? text(details['tier'])
    const responder = text(details['responder'])
    const key = `cases.event.${entry.name}`
    const handedTo = entry.name === 'dispute-task-handed-over' ? text(details['to']) : null
    const who = handedTo ?? responder
    const stage = text(details['stage'])
    const title = te(key)
      ? t(key, { to: words.tierIn(to), who: words.who({ responder: who, role: who ? null : 'responder' }), stage: stage && te(`cases.knows.stage.${stage}`) ? t(`cases.knows.stage.${stage}`) : stage ?? '' })
      : t('cases.event.other', { name: entry.name })
    const parts: (string | null)[] = []
    const category = text(details['category']), severity = text(details['severity'])
    if (category) parts.push(words.category(category))
    if (severity) parts.push(t(`codes.severity.${severity}`))
    if (entry.name === 'dispute-triaged' && text(details['area']) && !isUnplaced(String(details['area']))) parts.push(t('cases.eventText.moved', { area: words.placeInFull(String(details['area'])) }))
    parts.push(said(details['reason']), said(details['outcome']))
    if (typeof details['task'] === 'number') parts.push(t('cases.eventText.task', { n: details['task'] }))
    if (handedTo) parts.push(t('cases.eventText.handedFrom', { who: words.who({ responder: text(details['from']), role: 'responder' }) }))
    else if (text(details['from'])) parts.push(t('cases.eventText.from', { tier: words.tierIn(text(details['from'])) }))
    if (typeof facts['onDuty'] === 'number') parts.push(t('cases.eventText.onDuty', { n: facts['onDuty'] }))
    if (typeof facts['load'] === 'number') parts.push(t('cases.eventText.load', { n: facts['load'] }))
    if (text(details['alsoTold'])) parts.push(t('cases.eventText.alsoTold', { tier: words.tier(text(details['alsoTold'])) }))
    if (text(details['acknowledgeDueAt'])) parts.push(t('cases.eventText.within', { at: minuteNear(text(details['acknowledgeDueAt']), Date.parse(entry.at)) }))
    if (text(details['settleDueAt'])) parts.push(t('cases.eventText.settleBy', { at: minuteNear(text(details['settleDueAt']), Date.parse(entry.at)) }))
    if (text(details['termEndsAt'])) parts.push(t('cases.eventText.termUntil', { at: minuteNear(text(details['termEndsAt']), Date.parse(entry.at)) }))
    parts.push(rule(details))
    if (entry.by && entry.name !== 'dispute-reported') parts.push(t('cases.eventText.by', { who: words.who(entry.by) }))
    return { title, text: parts.filter((part) => part !== null && part !== '').join(' · ') }
  }
}
