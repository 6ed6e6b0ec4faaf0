import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import type { ConnectHub, HubPushes } from '@/hub/hubConnection'
import type { FieldTask, InboxChanges, InboxSnapshot } from '@/wire/field'
import { openFieldStore, type FieldStore } from './fieldStore'
import { aTask, anInbox, anInboxChange, me } from './fixtures'
import { useInbox, type Inbox } from './useInbox'

let store: FieldStore
let scope: EffectScope
let inbox: Inbox
let pushes: HubPushes<InboxSnapshot, InboxChanges>
let asked: { epoch: string | null; cursor: string | null }[]
let arrived: string[][]
let reachable = true

const connect: ConnectHub<InboxSnapshot, InboxChanges> = (to) => ({
  start: () => {
    if (!reachable) return Promise.reject(new Error('unreachable'))
    pushes = to
    return Promise.resolve()
  },
  watch: (epoch, cursor) => {
    asked.push({ epoch, cursor })
    return Promise.resolve(asked.length)
  },
  stop: () => undefined,
})

async function open() {
  asked = []
  arrived = []
  scope = effectScope()
  inbox = scope.run(() => useInbox({ realm: 'demo', responder: me }, store, { connect, arrived: (fresh: readonly FieldTask[]) => arrived.push(fresh.map((task) => task.taskId)) })) as Inbox
  await inbox.ready
  await vi.waitFor(() => { expect(asked.length > 0 || !reachable).toBe(true) })
}

beforeEach(async () => {
  reachable = true
  globalThis.indexedDB = new IDBFactory()
  store = await openFieldStore()
  await open()
})
afterEach(() => {
  scope.stop()
  store.close()
  vi.useRealTimers()
})

const ids = () => [...inbox.tasks.keys()]

describe('an inbox', () => {
  it('holds what the snapshot says and tells what came', () => {
    pushes.snapshot(anInbox({ tasks: [aTask('a-1'), aTask('b-1')] }))
    expect(ids()).toEqual(['a-1', 'b-1'])
    expect(arrived).toEqual([['a-1', 'b-1']])
    expect(inbox.link.value).toBe('live')
  })

  it('tells a task once, however often it changes', () => {
    pushes.snapshot(anInbox({ tasks: [aTask('a-1')] }))
    pushes.changes(anInboxChange({ n: 1, tasks: [aTask('a-1', { stage: 'acknowledged' }), aTask('b-1')] }))
    expect(arrived).toEqual([['a-1'], ['b-1']])
    expect(inbox.tasks.get('a-1')?.stage).toBe('acknowledged')
  })

  it('remembers what left it, and how', () => {
    pushes.snapshot(anInbox({ tasks: [aTask('a-1')] }))
    pushes.changes(anInboxChange({ n: 1, gone: [{ taskId: 'a-1', caseId: 'a', at: '2026-11-25T06:05:00.000000Z', outcome: 'climbed', by: null, tier: 'community' }] }))
    expect(ids()).toEqual([])
    expect(inbox.left.value.map((one) => [one.task.taskId, one.gone.outcome])).toEqual([['a-1', 'climbed']])
  })

  it('asks again from its cursor when a push is missing', () => {
    pushes.snapshot(anInbox())
    pushes.changes(anInboxChange({ n: 2, tasks: [aTask('lost-1')] }))
    expect(ids()).toEqual([])
    expect(asked.at(-1)).toEqual({ epoch: 'e', cursor: 'c0' })
    expect(inbox.link.value).toBe('catching-up')
  })

  it('is there without a link, with the time it was heard at, and rings for nothing old', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    pushes.snapshot(anInbox({ tasks: [aTask('a-1')] }))
    const heardAt = inbox.heardAt.value
    await vi.advanceTimersByTimeAsync(600)
    vi.useRealTimers()
    await vi.waitFor(async () => { expect(await store.readPage(`inbox/demo/${me}`)).toBeDefined() })
    scope.stop()

    reachable = false
    await open()
    expect(ids()).toEqual(['a-1'])
    await vi.waitFor(() => { expect(inbox.link.value).toBe('lost') })
    expect(inbox.heardAt.value).toBe(heardAt)
    expect(inbox.now.value).not.toBeNull()
    expect(arrived).toEqual([])
  })

  it('goes on from where the kept one ended', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    pushes.snapshot(anInbox({ tasks: [aTask('a-1')] }))
    await vi.advanceTimersByTimeAsync(600)
    vi.useRealTimers()
    await vi.waitFor(async () => { expect(await store.readPage(`inbox/demo/${me}`)).toBeDefined() })
    scope.stop()
    await open()
    expect(asked).toEqual([{ epoch: 'e', cursor: 'c0' }])
    pushes.changes(anInboxChange({ watch: 1, n: 0, tasks: [aTask('b-1')] }))
    expect(ids()).toEqual(['a-1', 'b-1'])
    expect(arrived).toEqual([['b-1']])
  })
})
