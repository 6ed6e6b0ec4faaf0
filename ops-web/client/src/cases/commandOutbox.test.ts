import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '@/http/problem'
import type { SentCommand } from './caseApi'
import { createOutbox, type Outcome } from './commandOutbox'

const desk = { desk: '区-02' }
let outcomes: Outcome[]
beforeEach(() => { vi.useFakeTimers(); sessionStorage.clear(); outcomes = [] })
afterEach(() => { vi.useRealTimers() })

const answer = (sent: SentCommand) => Promise.resolve({ caseId: sent.caseId, version: 2, etag: '2-x' })

describe('the outbox', () => {
  it('keeps what the lost link did not take, and sends it in order with the same keys', async () => {
    let down = true
    const tried: SentCommand[] = []
    const outbox = createOutbox((outcome) => outcomes.push(outcome), (sent) => {
      tried.push(sent)
      return down ? Promise.reject(Problem.unreachable()) : answer(sent)
    })
    outbox.act('live', 'a', 'acknowledge', desk, '1-x')
    outbox.act('live', 'b', 'acknowledge', desk, '1-x')
    await vi.advanceTimersByTimeAsync(0)
    expect(outbox.held.value).toBe(true)
    expect(outbox.unsent.value.map((one) => one.caseId)).toEqual(['a', 'b'])

    down = false
    await vi.advanceTimersByTimeAsync(5000)
    expect(outbox.unsent.value).toEqual([])
    expect(tried.map((one) => one.caseId)).toEqual(['a', 'a', 'b'])
    expect(tried[0]?.key).toBe(tried[1]?.key)
    expect(outcomes).toHaveLength(2)
  })

  it('survives a reload of the tab', async () => {
    createOutbox(() => undefined, () => Promise.reject(Problem.unreachable())).act('live', 'a', 'note', { ...desk, text: 'x' }, null)
    await vi.advanceTimersByTimeAsync(0)
    const later = createOutbox((outcome) => outcomes.push(outcome), answer)
    await later.flush()
    expect(outcomes.map((outcome) => outcome.sent.caseId)).toEqual(['a'])
  })

  it('tells who was first and goes on with the next', async () => {
    const outbox = createOutbox((outcome) => outcomes.push(outcome), (sent) =>
      sent.caseId === 'a' ? Promise.reject(new Problem(409, 'already-acknowledged', null, null, '区-01', '2026-11-25T06:31:58.000000Z')) : answer(sent))
    outbox.act('live', 'a', 'acknowledge', desk, null)
    outbox.act('live', 'b', 'acknowledge', desk, null)
    await vi.advanceTimersByTimeAsync(0)
    expect(outcomes.map((outcome) => outcome.problem?.by ?? null)).toEqual(['区-01', null])
  })

  it('does not send twice what was pressed twice', async () => {
    const outbox = createOutbox(() => undefined, () => Promise.reject(Problem.unreachable()))
    outbox.act('live', 'a', 'acknowledge', desk, null)
    outbox.act('live', 'a', 'acknowledge', desk, null)
    await vi.advanceTimersByTimeAsync(0)
    expect(outbox.unsent.value).toHaveLength(1)
  })

  it('names the version only where it matters', async () => {
    const tried: SentCommand[] = []
    const outbox = createOutbox(() => undefined, (sent) => { tried.push(sent); return answer(sent) })
    outbox.act('live', 'a', 'acknowledge', desk, '4-x')
    outbox.act('live', 'a', 'level-up', { ...desk, reason: 'x' }, '4-x')
    await vi.advanceTimersByTimeAsync(0)
    expect(tried.map((one) => one.ifMatch)).toEqual([null, '4-x'])
  })
})
