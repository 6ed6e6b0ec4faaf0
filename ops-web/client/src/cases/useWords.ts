import { useI18n } from 'vue-i18n'
import type { Language } from '@/i18n'
import { communityOf, isUnplaced, levelOf, streetOf } from '@/places/areaCode'
import type { Places } from '@/places/places'
import { countdown, lasting, minuteNear, timeNear } from '@/shared/format'
import type { Card, Why } from '@/wire/board'
import type { AreaCode, Severity, Tier } from '@/wire/codes'
import type { Actor } from '@/wire/cases'
import { isOver } from './caseClock'

/** Sentences about a case in the language of the page. Everything is worded from codes; nothing comes as text from the service. */
export function useWords(places: Places) {
  const { t, te, locale } = useI18n()
  const language = () => locale.value as Language
  const named = (area: AreaCode) => places.name(area)[language()]
  const lower = (word: string) => (language() === 'en' ? word.toLowerCase() : word)

  const tier = (code: Tier | string | null | undefined): string => (code ? (te(`codes.tier.${code}`) ? t(`codes.tier.${code}`) : code) : '')
  const tierIn = (code: Tier | string | null | undefined) => lower(tier(code))
  const category = (code: string) => (te(`codes.category.${code}`) ? t(`codes.category.${code}`) : code)

  /** `红 特急`, `Red · critical` */
  const severity = (code: Severity) => `${t(`codes.severity.${code}`)}${language() === 'zh' ? ' ' : ' · '}${t(`codes.urgency.${code}`)}`

  /** `沙井 · 后亭` */
  function place(area: AreaCode): string {
    const parts = [streetOf(area), communityOf(area)].filter((part) => part !== null).map(named)
    if (levelOf(area) === 'unlocated') parts.push(t('cases.place.unlocated'))
    return parts.join(' · ') || named(area)
  }

  /** `沙井 · 后亭社区 · 网格 440306022006-011 · 楼栋 0042` */
  function placeInFull(area: AreaCode): string {
    const level = levelOf(area)
    const parts = [place(area)]
    const [community, cell, building] = area.split('-')
    if (level === 'cell' || level === 'building') parts.push(t('cases.place.cell', { code: `${community}-${cell}` }))
    if (level === 'building') parts.push(t('cases.place.building', { code: building ?? '' }))
    return parts.join(' · ')
  }

  /** `海裕社区 · 楼栋 0031`: enough for whoever works there. */
  function spot(area: AreaCode): string {
    const community = communityOf(area), level = levelOf(area)
    const last = area.slice(area.lastIndexOf('-') + 1)
    const parts = [community && named(community) !== community ? t('cases.place.community', { name: named(community) }) : community ? '' : named(area)]
    if (level === 'cell' || level === 'building') parts.push(t(`cases.place.${level}`, { code: last }))
    return parts.filter((part) => part !== '').join(' · ') || area
  }

  /** `海裕`; nothing where its name is not known. */
  const community = (area: AreaCode): string => { const of = communityOf(area); return of && named(of) !== of ? named(of) : '' }

  /** Whose tier it is there: `海裕社区`; the tier's own word where its name is not known. */
  function unit(code: Tier, area: AreaCode): string {
    const of = code === 'community' ? communityOf(area) : code === 'street' ? streetOf(area) : null
    return of && named(of) !== of ? t(`cases.place.${code}`, { name: named(of) }) : tierIn(code)
  }

  function rule(why: { rule: string | null; ruleVersion: number | null }): string {
    if (!why.rule) return ''
    const [kind = '', severity = ''] = why.rule.split('-')
    const version = why.ruleVersion ?? 1
    if ((kind === 'acknowledge' || kind === 'settle') && te(`codes.severity.${severity}`)) return t(`cases.rule.${kind}`, { severity: lower(t(`codes.severity.${severity}`)), version })
    return te(`cases.rule.${why.rule}`) ? t(`cases.rule.${why.rule}`, { version }) : t('cases.rule.other', { rule: why.rule, version })
  }

  const minutes = (why: Why) => (typeof why.facts['minutes'] === 'number' ? lasting(why.facts['minutes'] * 60_000, language()) : '')

  /** The tiers that let it pass, in the order it climbed; the one that the reason names when there is none. */
  function missedTiers(card: Card): string[] {
    const passed = card.ladder.filter((rung) => rung.outcome === 'missed').map((rung) => rung.tier)
    const said = typeof card.why.facts['tier'] === 'string' ? card.why.facts['tier'] : null
    const from = passed.length > 0 && card.why.reason === 'unacknowledged' ? passed : said ? [said] : card.ladder.slice(-2, -1).map((rung) => rung.tier)
    return from.length > 0 ? from.map(tier) : [t('cases.why.short.someTier')]
  }
  const list = (words: string[]) => language() === 'zh' ? words.join('、')
    : words.map((word, n) => (n === 0 ? word : lower(word))).join(', ').replace(/, ([^,]*)$/, ' and $1')

  /** Why the case is where it is, as one sentence that names the rule and the facts. */
  function why(card: Card, now: number | null): string {
    const { reason } = card.why
    const tiers = missedTiers(card)
    const said = card.why.facts
    const values = {
      tier: tierIn(card.tier), to: tierIn(card.tier), tiers: language() === 'en' && tiers.length === 1 ? lower(list(tiers)) : list(tiers), rule: rule(card.why) || t('cases.rule.some'), reason,
      length: minutes(card.why) || t('cases.why.short.someLength'), severity: lower(t(`codes.severity.${card.severity}`)), onDuty: typeof said['onDuty'] === 'number' ? said['onDuty'] : 0, at: timeNear(card.alarmingSince ?? (reason === 'alarm' ? card.ladder.at(-1)?.dueAt : null) ?? card.ladder.at(-1)?.toldAt ?? card.changedAt, now),
    }
    if (reason === 'unacknowledged' && tiers.length > 1) return t('cases.why.unacknowledgedMany', values)
    if (reason === 'alarm' && !card.alarmingSince) return t('cases.why.alarmOver', values)
    if (reason === 'asked' && isReopened(card.why, card.tier)) return t('cases.why.reopened', values)
    if (reason === 'placed') return t(typeof said['onDuty'] !== 'number' ? 'cases.why.placedPlain' : card.why.rule ? 'cases.why.placedByRule' : 'cases.why.placed', values)
    return te(`cases.why.${reason}`) ? t(`cases.why.${reason}`, values) : t('cases.why.other', values)
  }

  /** Asked for at the tier where it is already: it was over and has been opened again. */
  const isReopened = (of: Why, tier: Tier) => of.reason === 'asked' && of.facts['tier'] === tier

  /** The reason in a few words, for a wall or a stream. */
  function whyShort(of: Why, from?: Tier | null): string {
    const key = `cases.why.short.${of.reason}`
    const said = of.facts['tier']
    const tiers = tier(typeof said === 'string' ? said : from) || t('cases.why.short.someTier')
    return te(key) ? t(key, { tiers, length: minutes(of) || t('cases.why.short.someLength') }) : of.reason
  }

  /** The reason in a few words with every tier that let it pass. */
  function whyBrief(card: Card): string {
    const tiers = missedTiers(card)
    return card.why.reason === 'unacknowledged' && tiers.length > 1 ? t('cases.why.short.unacknowledged', { tiers: list(tiers), length: minutes(card.why) || t('cases.why.short.someLength') })
      : isReopened(card.why, card.tier) ? t('cases.why.short.reopened') : whyShort(card.why, card.ladder.at(-2)?.tier)
  }

  /** On a card a desk is the id of a vault row; only a case's own page has its name. */
  const vaultRow = /^[0-9A-Z]{20}$/
  const responderKinds = ['worker', 'head', 'lead', 'mediator'] as const
  function who(actor: Actor | string | null | undefined): string {
    if (!actor) return t('codes.role.clock')
    if (typeof actor === 'string') return actor
    const kind = responderKinds.find((one) => actor.responder?.startsWith(`${one}-`))
    if (kind) return t(`codes.role.${kind}`)
    const role = actor.role ?? 'none'
    const word = te(`codes.role.${role}`) ? t(`codes.role.${role}`) : role
    return actor.desk && !vaultRow.test(actor.desk) ? `${word} ${actor.desk}` : word
  }

  /** What the running clock leads to: `升街道`, `再次告警`. */
  function then(card: Card, long = false): string {
    if (isOver(card)) return t('cases.due.over')
    if (card.alarmingSince) return t(long ? 'cases.due.againLong' : 'cases.due.again')
    if (!card.due) return t('cases.due.none')
    if (card.due.then) return t(long ? 'cases.due.upLong' : 'cases.due.up', { tier: tierIn(card.due.then) })
    return t(card.due.kind === 'settle' ? 'cases.due.settle' : long ? 'cases.due.alarmLong' : 'cases.due.alarm')
  }

  /** Whose it is and whether they have it; `short` where a mark beside it already says that it is acknowledged. */
  function holder(card: Card, now: number | null, short = false): string {
    if (card.state === 'waiting') return card.ladder.some((rung) => rung.outcome === 'acknowledged' || rung.outcome === 'lapsed') ? t('cases.tierNobody', { tier: tier(card.tier) }) : t('cases.nobody')
    if (card.state !== 'inHand') return t(`codes.state.${card.state}`)
    return t(short ? 'cases.takenBy' : 'cases.acknowledgedBy', { who: card.by ? who(card.by) : t('codes.role.responder'), at: card.by ? minuteNear(card.by.at, now) : '' })
  }

  return {
    language, severity, tier, tierIn, category, place, placeInFull, spot, unit, community, rule, why, whyShort, whyBrief, who, then, holder, named, isUnplaced,
    countdown: (ms: number) => countdown(ms, language()),
    lasting: (ms: number) => lasting(ms, language()),
  }
}

export type Words = ReturnType<typeof useWords>
