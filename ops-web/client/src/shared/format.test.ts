import { describe, expect, it } from 'vitest'
import { countdown, dayOfYear, grouping, lasting, timeNear, timeOfDay, tiny } from './format'

describe('times on the screen', () => {
  it('are the district’s, wherever the screen stands', () => {
    expect(timeOfDay('2026-11-25T06:32:07.123456Z')).toBe('14:32:07')
    expect(dayOfYear('2026-11-25T23:00:00.000000Z')).toBe('11-26')
    expect(timeOfDay(null)).toBe('–')
  })
  it('carry a date only when it is another day', () => {
    const now = Date.parse('2026-11-25T06:00:00Z')
    expect(timeNear('2026-11-25T07:00:00Z', now)).toBe('15:00:00')
    expect(timeNear('2026-11-26T07:00:00Z', now)).toBe('11-26 15:00')
  })
  it('count down without ever passing zero', () => {
    expect(countdown(80_000, 'zh')).toBe('01:20')
    expect(countdown(6_775_000, 'zh')).toBe('1:52:55')
    expect(countdown(3 * 86_400_000 + 3_600_000, 'en')).toBe('3 d 01:00')
    expect(countdown(-5000, 'zh')).toBe('00:00')
  })
  it('say lengths in both languages', () => {
    expect(lasting(300_000, 'zh')).toBe('5 分钟')
    expect(lasting(60_000, 'en')).toBe('1 minute')
    expect(tiny(4 * 3_600_000)).toBe('4 h')
  })
  it('group case ids for reading aloud', () => {
    expect(grouping('HQ3M7TKD2V9WXYZ1')).toBe('HQ3M-7TKD-2V9W-XYZ1')
  })
})
