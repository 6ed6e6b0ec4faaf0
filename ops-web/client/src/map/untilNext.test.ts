import { expect, it } from 'vitest'
import { untilNext } from './untilNext'

const now = Date.parse('2026-11-25T06:32:07Z')

it('A countdown runs to the next tier, and once a case alarms to its next alarm', () => {
  expect(untilNext({ due: { kind: 'acknowledge', at: '2026-11-25T06:33:27.000000Z', then: 'street' }, alarmingSince: null, alarmEverySeconds: 300 }, now)).toBe(80_000)
  expect(untilNext({ due: null, alarmingSince: '2026-11-25T06:28:27.000000Z', alarmEverySeconds: 300 }, now)).toBe(80_000)
  expect(untilNext({ due: { kind: 'settle', at: '2026-11-25T06:00:00Z', then: null }, alarmingSince: null, alarmEverySeconds: 300 }, now)).toBe(0)
  expect(untilNext({ due: null, alarmingSince: null, alarmEverySeconds: 300 }, now)).toBeNull()
})
