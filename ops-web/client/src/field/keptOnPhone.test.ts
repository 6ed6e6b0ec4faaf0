import { beforeEach, describe, expect, it } from 'vitest'
import { draftsOf, useDraft } from './draft'
import { aTask } from './fixtures'
import { fitted } from './photo'
import { useReceipts } from './useReceipts'

beforeEach(() => { localStorage.clear() })

describe('a draft', () => {
  it('outlives the page, and is gone once it is sent', () => {
    const text = useDraft('a-1.note')
    text.value = '三楼漏水'
    expect(useDraft('a-1.note').value).toBe('三楼漏水')
    expect(draftsOf('a-1')).toEqual(['三楼漏水'])
    expect(draftsOf('b-1')).toEqual([])
    text.value = ''
    expect(useDraft('a-1.note').value).toBe('')
    expect(localStorage.length).toBe(0)
  })
})

describe('a receipt', () => {
  it('is said once for each task, also after a reload', () => {
    const said: string[] = []
    const identity = { realm: 'demo', responder: 'me', kind: 'worker', home: 'x-1', name: '张*' } as const
    const receipts = () => useReceipts(identity, (task, command) => { said.push(`${command} ${task.taskId}`); return Promise.resolve(true) })
    receipts().delivered([aTask('a-1'), aTask('b-1')])
    const again = receipts()
    again.delivered([aTask('a-1'), aTask('c-1')])
    again.seen(aTask('a-1'))
    again.seen(aTask('a-1'))
    expect(said).toEqual(['delivered a-1', 'delivered b-1', 'delivered c-1', 'seen a-1'])
  })
})

describe('a photo', () => {
  it('is never drawn larger than 1,600 pixels, nor larger than it is', () => {
    expect(fitted(4000, 3000)).toEqual({ width: 1600, height: 1200 })
    expect(fitted(1000, 4000)).toEqual({ width: 400, height: 1600 })
    expect(fitted(640, 480)).toEqual({ width: 640, height: 480 })
  })
})
