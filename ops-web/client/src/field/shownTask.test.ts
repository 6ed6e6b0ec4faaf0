import { describe, expect, it } from 'vitest'
import type { FieldAct } from './act'
import { aShown, aTask, anAct } from './fixtures'
import { hindrance, shown, stillClimbs } from './shownTask'

const done = (...commands: FieldAct['command'][]): FieldAct[] => commands.map((command, n) => ({ ...anAct(command), sequence: n + 1 }))

describe('a task on a phone', () => {
  it('shows what was done here before the service has heard it, and says that it is unsent', () => {
    const task = shown(aTask('a-1'), done('acknowledge', 'arrive'), undefined)
    expect(task.stage).toBe('arrived')
    expect(task.unsent).toHaveLength(2)
    expect(stillClimbs(task)).toBe(true)
  })

  it('counts no receipt as something done', () => {
    const task = shown(aTask('a-1'), done('delivered', 'seen'), undefined)
    expect([task.unsent, stillClimbs(task)]).toEqual([[], false])
  })

  it('keeps what the service answered until the inbox has it too', () => {
    expect(shown(aTask('a-1', { version: 2 }), [], { stage: 'arrived', version: 3 }).stage).toBe('arrived')
    expect(shown(aTask('a-1', { version: 4 }), [], { stage: 'arrived', version: 3 }).stage).toBe('offered')
  })

  it('ends here once it is done or handed on', () => {
    expect(shown(aTask('a-1'), done('hand-over'), undefined).leaving).toBe('hand-over')
    expect(hindrance(shown(aTask('a-1', { stage: 'arrived' }), done('complete'), undefined), 'complete')).toBe('leaving')
  })

  it('says why a button cannot be pressed', () => {
    const at = (stage: Parameters<typeof aTask>[1]) => (['acknowledge', 'arrive', 'complete'] as const).map((command) => hindrance(aShown('a-1', stage), command))
    expect(at({ stage: 'offered' })).toEqual([null, 'acknowledge-first', 'acknowledge-first'])
    expect(at({ stage: 'accepted' })).toEqual(['already', null, 'arrive-first'])
    expect(at({ stage: 'arrived' })).toEqual(['already', 'already', null])
  })

  it('has called for help whether or not that has arrived', () => {
    expect(shown(aTask('a-1'), done('call-for-help'), undefined).calledForHelp).toBe(true)
    expect(aShown('a-1', { help: '2026-11-25T06:00:00.000000Z' }).calledForHelp).toBe(true)
  })
})
