import { describe, expect, it } from 'vitest'
import { aShown, aTask, anAct } from './fixtures'
import { shown } from './shownTask'
import { inGroups } from './taskOrder'

const due = (minute: string) => ({ kind: 'acknowledge', at: `2026-11-25T06:${minute}:00.000000Z`, then: 'community' }) as const
const groups = (...tasks: Parameters<typeof inGroups>[0] extends Iterable<infer T> ? T[] : never) => inGroups(tasks).map((group) => group.tasks.map((task) => task.taskId))

describe('the order of tasks', () => {
  it('has the most urgent first: severity, then what alarms, then what is due', () => {
    expect(groups(
      aShown('late-1', { area: 'x-1-0001', due: due('09') }), aShown('blue-1', { area: 'x-1-0002', severity: 'blue', due: due('01') }),
      aShown('soon-1', { area: 'x-1-0003', due: due('05') }), aShown('alarm-1', { area: 'x-1-0004', due: null }),
    )).toEqual([['alarm-1'], ['soon-1'], ['late-1'], ['blue-1']])
  })

  it('puts the tasks of one building together, at the place of the most urgent', () => {
    expect(groups(
      aShown('a-1', { area: 'x-1-0001' }), aShown('b-1', { area: 'x-1-0002', severity: 'orange' }), aShown('c-1', { area: 'x-1-0001', severity: 'blue' }),
    )).toEqual([['a-1', 'c-1'], ['b-1']])
  })

  it('does not merge what is only known to lie in the same cell', () => {
    expect(groups(aShown('a-1', { area: 'x-1' }), aShown('b-1', { area: 'x-1' }))).toEqual([['a-1'], ['b-1']])
  })

  it('puts what is finished here to the end', () => {
    const finished = shown(aTask('a-1', { area: 'x-1-0001' }), [{ ...anAct('complete'), sequence: 1 }], undefined)
    expect(groups(finished, aShown('b-1', { area: 'x-1-0001', severity: 'blue' }))).toEqual([['b-1'], ['a-1']])
  })
})
