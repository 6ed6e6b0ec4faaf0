/** How instants and durations are written. The district's clock is Asia/Shanghai wherever the screen stands. */
import type { Language } from '@/i18n'

const zone = 'Asia/Shanghai'
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
const shortClock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, month: '2-digit', day: '2-digit' })
const weekday = { zh: new Intl.DateTimeFormat('zh-CN', { timeZone: zone, weekday: 'short' }), en: new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }) }

type Moment = number | string | null | undefined
const milliseconds = (at: Moment) => (typeof at === 'string' ? Date.parse(at) : at ?? NaN)
const written = (format: Intl.DateTimeFormat, at: Moment) => { const ms = milliseconds(at); return Number.isNaN(ms) ? '–' : format.format(ms) }

/** `14:32:07` */
export const timeOfDay = (at: Moment): string => written(clock, at)
/** `14:32` */
export const minuteOfDay = (at: Moment): string => written(shortClock, at)
/** `11-25` */
export function dayOfYear(at: Moment): string {
  const [d, m] = written(day, at).split('/')
  return m === undefined ? '–' : `${m}-${d}`
}
export const dayOfWeek = (at: Moment, language: Language): string => written(weekday[language], at)

/** The time alone when it is the same day as `now`, else with its date. */
export function timeNear(at: Moment, now: number | null): string {
  return now === null || dayOfYear(at) === dayOfYear(now) ? timeOfDay(at) : `${dayOfYear(at)} ${minuteOfDay(at)}`
}
export const minuteNear = (at: Moment, now: number | null): string =>
  now === null || dayOfYear(at) === dayOfYear(now) ? minuteOfDay(at) : `${dayOfYear(at)} ${minuteOfDay(at)}`

const second = 1000, minute = 60 * second, hour = 60 * minute, wholeDay = 24 * hour
const two = (n: number) => String(n).padStart(2, '0')

/** A countdown: `01:20`, `1:52:55`, `3 天 04:10`; never below zero. */
export function countdown(ms: number, language: Language): string {
  const left = Math.max(0, Math.floor(ms / second) * second)
  const days = Math.floor(left / wholeDay), hours = Math.floor(left % wholeDay / hour), minutes = Math.floor(left % hour / minute)
  if (days > 0) return `${days}${language === 'zh' ? ' 天 ' : ' d '}${two(hours)}:${two(minutes)}`
  const seconds = two(Math.floor(left % minute / second))
  return hours > 0 ? `${hours}:${two(minutes)}:${seconds}` : `${two(minutes)}:${seconds}`
}

/** A length in words: `5 分钟`, `2 小时`, `3 天`. */
export function lasting(ms: number, language: Language): string {
  const [n, zh, en] = ms >= 2 * wholeDay ? [Math.round(ms / wholeDay), '天', 'days'] as const
    : ms >= 2 * hour ? [Math.round(ms / hour), '小时', 'hours'] as const
      : ms >= minute ? [Math.round(ms / minute), '分钟', 'minutes'] as const
        : [Math.max(0, Math.round(ms / second)), '秒', 'seconds'] as const
  return language === 'zh' ? `${n} ${zh}` : `${n} ${n === 1 ? en.slice(0, -1) : en}`
}

/** A length as short as it goes: `5′`, `4 h`, `3 d`. */
export const tiny = (ms: number): string =>
  ms >= 2 * wholeDay ? `${Math.round(ms / wholeDay)} d` : ms >= 2 * hour ? `${Math.round(ms / hour)} h` : `${Math.max(1, Math.round(ms / minute))}′`

/** `412`, `4,866` */
export const grouped = (n: number): string => n.toLocaleString('en-US')

/** A case id in readable groups: `HQ3M-7TKD-2V9W-XYZ1`. */
export const grouping = (id: string): string => id.match(/.{1,4}/g)?.join('-') ?? id
export const shortId = (id: string): string => grouping(id.slice(0, 8))
