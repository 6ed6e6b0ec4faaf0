import type { Sum } from './sums'

/**
 * How an area looks, as a small number: 0 is normal (grey), then blue, yellow, orange, red, each acknowledged, waiting or overdue.
 * Numbers grow with severity and, within one, with lateness.
 */
export type Tone = number

export const NORMAL: Tone = 0
export const TONES = 13
const STATES = 3

export type ToneSeverity = 'red' | 'orange' | 'yellow' | 'blue'
export type ToneState = 'inHand' | 'waiting' | 'overdue'
const severities: readonly ToneSeverity[] = ['blue', 'yellow', 'orange', 'red']
const states: readonly ToneState[] = ['inHand', 'waiting', 'overdue']

export const toneFor = (severity: ToneSeverity, state: ToneState): Tone =>
  1 + severities.indexOf(severity) * STATES + states.indexOf(state)

/** The tone of the most urgent work in an area: its worst severity, and the worst state within that severity. */
export function toneOf(sum: Sum | null): Tone {
  if (!sum) return NORMAL
  for (let severity = 0; severity < severities.length; severity++) {
    if (sum.open[severity]! <= 0 && sum.overdue[severity]! <= 0) continue
    const name = severities[severities.length - 1 - severity]!
    const tone = toneFor(name, sum.overdue[severity]! > 0 ? 'overdue' : sum.waiting[severity]! > 0 ? 'waiting' : 'inHand')
    return isQuiet(tone) ? lateBelow(sum, severity + 1) || tone : tone
  }
  return NORMAL
}

/** Late blue outranks yellow on time: what is on time is grey and would hide it. */
function lateBelow(sum: Sum, from: number): Tone {
  for (let severity = from; severity < severities.length; severity++) {
    if (sum.overdue[severity]! > 0) return toneFor(severities[severities.length - 1 - severity]!, 'overdue')
  }
  return NORMAL
}

/** Open but on time and not severe: shown in grey. */
export function isQuiet(tone: Tone): boolean {
  return tone > NORMAL && severityOf(tone) !== 'red' && severityOf(tone) !== 'orange' && stateOf(tone) !== 'overdue'
}

export const severityOf = (tone: Tone): ToneSeverity => severities[Math.floor((tone - 1) / STATES)]!
export const stateOf = (tone: Tone): ToneState => states[(tone - 1) % STATES]!
