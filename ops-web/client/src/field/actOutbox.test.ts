import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Problem } from '@/http/problem'
import { rebased, type FieldAct } from './act'
import { createActOutbox, type ActOutbox, type ActOutcome, type Alone } from './actOutbox'
import { openFieldStore, type FieldStore } from './fieldStore'
import { anAct } from './fixtures'

let store: FieldStore
let outbox: ActOutbox
let tried: FieldAct[]
let outcomes: ActOutcome[]
let answers: (act: FieldAct) => Promise<object>
const alone: Alone = (work) => work()

const taken = (act: FieldAct) => Promise.resolve({ taskId: act.taskId, version: 3, stage: 'acknowledged', clock: 'right' })
const refused = (status: number, code: string) => () => Promise.reject(new Problem(status, code, null, null, { responder: 'worker-x-1' }, '2026-11-25T06:05:00.000000Z', 'community'))
const open = () => createActOutbox(store, (outcome) => outcomes.push(outcome), { send: (act) => { tried.push(act); return answers(act) }, alone, retryAfter: () => 3_600_000 })
const said = () => tried.map((act) => act.command)

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory()
  store = await openFieldStore()
  tried = []
  outcomes = []
  answers = taken
  outbox = open()
})
afterEach(() => {
  outbox.close()
  store.close()
})

describe('what was done on a phone', () => {
  it('is written down before it counts as done, with the key of the press', async () => {
    answers = () => Promise.reject(Problem.unreachable())
    expect(await outbox.act(anAct('acknowledge'))).toBe(true)
    expect((await store.acts()).map((act) => act.key)).toEqual(['key-acknowledge-a-1'])
    expect(outbox.unsent.value).toHaveLength(1)
  })

  it('is sent in the order in which it was done, and tried again with the same keys', async () => {
    answers = () => Promise.reject(Problem.unreachable())
    await outbox.act(anAct('acknowledge'))
    await outbox.act(anAct('arrive'))
    await outbox.act(anAct('complete'))
    await outbox.flush()
    expect(new Set(said())).toEqual(new Set(['acknowledge']))
    expect(outbox.held.value).toBe(true)

    answers = taken
    tried = []
    await outbox.flush()
    expect(said()).toEqual(['acknowledge', 'arrive', 'complete'])
    expect(tried[0]?.key).toBe('key-acknowledge-a-1')
    expect(await store.acts()).toEqual([])
    expect(outbox.held.value).toBe(false)
  })

  it('goes before what the phone says by itself', async () => {
    answers = () => Promise.reject(Problem.unreachable())
    await outbox.act(anAct('delivered'))
    await outbox.act(anAct('seen'))
    await outbox.act(anAct('acknowledge'))
    await outbox.flush()
    answers = taken
    tried = []
    await outbox.flush()
    expect(said()).toEqual(['acknowledge', 'delivered', 'seen'])
  })

  it.each([0, 408, 429, 500, 503])('stays on the phone after %i', async (status) => {
    answers = () => Promise.reject(new Problem(status, 'busy'))
    await outbox.act(anAct('note'))
    await outbox.flush()
    expect(await store.acts()).toHaveLength(1)
    expect(outcomes).toEqual([])
  })

  it.each([[404, 'not-found'], [409, 'task-moved-on'], [412, 'stale'], [422, 'other-body'], [413, 'too-large']])('leaves after %i, and what became of it is kept to be read', async (status, code) => {
    answers = refused(status, code)
    await outbox.act(anAct('complete', { body: { outcome: 'settled', note: '换了灯泡' } }))
    await outbox.flush()
    expect(await store.acts()).toEqual([])
    expect(await store.notices()).toMatchObject([{ code, status, text: '换了灯泡', by: 'worker-x-1', tier: 'community', at: '2026-11-25T06:05:00.000000Z' }])
    expect(outcomes[0]?.notice?.code).toBe(code)
    await store.dismiss('key-complete-a-1')
    expect(await store.notices()).toEqual([])
  })

  it('says when what was written was kept although the case had gone on', async () => {
    answers = () => Promise.resolve({ kept: true, movedOn: { by: { role: 'worker', responder: 'worker-x-1' }, at: '2026-11-25T06:05:00.000000Z', tier: 'cell', state: 'inHand' } })
    await outbox.act(anAct('complete', { body: { outcome: 'settled', note: '换了灯泡' } }))
    await outbox.flush()
    expect(await store.acts()).toEqual([])
    expect(await store.notices()).toMatchObject([{ code: 'kept', status: 200, by: 'worker-x-1', at: '2026-11-25T06:05:00.000000Z', text: '' }])
  })

  it('does not stop what comes after it when it is refused', async () => {
    answers = (act) => (act.command === 'complete' ? refused(409, 'task-moved-on')() : taken(act))
    await outbox.act(anAct('complete'))
    await outbox.act(anAct('acknowledge', { taskId: 'b-1' }))
    await outbox.flush()
    expect(said()).toEqual(['complete', 'acknowledge'])
    expect(await store.acts()).toEqual([])
  })

  it('troubles nobody when a receipt is refused', async () => {
    answers = refused(409, 'task-moved-on')
    await outbox.act(anAct('seen'))
    await outbox.flush()
    expect(await store.acts()).toEqual([])
    expect(await store.notices()).toEqual([])
  })

  it('outlives a reload', async () => {
    answers = () => Promise.reject(Problem.unreachable())
    await outbox.act(anAct('arrive'))
    await outbox.flush()
    outbox.close()
    answers = taken
    tried = []
    outbox = open()
    await outbox.flush()
    expect(said()).toEqual(['arrive'])
    expect(await store.acts()).toEqual([])
  })

  it('is decided in the knowledge of what was done before it on this phone, and of nothing else', async () => {
    answers = () => Promise.reject(Problem.unreachable())
    await outbox.act(anAct('acknowledge'))
    await outbox.act(anAct('hand-over'))
    await outbox.act(anAct('decline', { taskId: 'b-1' }))
    await outbox.flush()
    answers = (act) => taken(act).then((answer) => ({ ...answer, version: 3, etag: '3-a' }))
    tried = []
    await outbox.flush()
    expect(tried.map((act) => act.base?.etag)).toEqual(['2-a', '3-a', '2-a'])
    expect(rebased({ ...anAct('acknowledge'), sequence: 1 }, { version: 6, etag: '6-a' })).toBeNull()
  })

  it('is sent once by two pages that take turns', async () => {
    answers = () => Promise.reject(Problem.unreachable())
    await outbox.act(anAct('acknowledge'))
    await outbox.flush()
    answers = taken
    tried = []
    let turn: Promise<void> = Promise.resolve()
    const inTurn: Alone = (work) => (turn = turn.then(work))
    const pages = [1, 2].map(() => createActOutbox(store, () => undefined, { send: (act) => { tried.push(act); return answers(act) }, alone: inTurn }))
    await Promise.all(pages.map((page) => page.flush()))
    expect(said()).toEqual(['acknowledge'])
    for (const page of pages) page.close()
  })
})
