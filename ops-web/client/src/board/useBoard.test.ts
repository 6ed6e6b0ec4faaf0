import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import type { ConnectHub, HubPushes } from '@/hub/hubConnection'
import type { Changes, Heartbeat, Snapshot } from '@/wire/board'
import { aCard, aChange, aSnapshot } from './fixtures'
import { useBoard, type Board } from './useBoard'

interface Asked { epoch: string | null; cursor: string | null }

/** A service that says nothing by itself: each test decides what arrives, and when. */
class SilentService {
  readonly asked: Asked[] = []
  pushes: HubPushes<Snapshot, Changes> | undefined
  connections = 0
  reachable = true
  private answer = 0

  readonly connect: ConnectHub<Snapshot, Changes> = (pushes) => {
    this.connections++
    return {
      start: () => {
        if (!this.reachable) return Promise.reject(new Error('unreachable'))
        this.pushes = pushes
        return Promise.resolve()
      },
      watch: (epoch, cursor) => {
        this.asked.push({ epoch, cursor })
        return Promise.resolve(++this.answer)
      },
      stop: () => undefined,
    }
  }

  snapshot(push: Partial<Snapshot>) { this.pushes?.snapshot(aSnapshot(push)) }
  changes(push: Partial<Changes>) { this.pushes?.changes(aChange(push)) }
  heartbeat(push: Partial<Heartbeat>) { this.pushes?.heartbeat({ watch: 1, n: 0, now: '2026-11-25T06:00:00.000000Z', cursor: 'c', ...push }) }
}

let scope: EffectScope
let service: SilentService
let board: Board

beforeEach(async () => {
  vi.useFakeTimers()
  service = new SilentService()
  scope = effectScope()
  board = scope.run(() => useBoard('demo', 'district', service.connect)) as Board
  await vi.advanceTimersByTimeAsync(0)
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

const drawn = () => vi.advanceTimersByTimeAsync(20)
const cases = () => [...board.cards.keys()]

describe('a board', () => {
  it('shows nothing as live before its snapshot', () => {
    expect(board.link.value).toBe('loading')
    expect(service.asked).toEqual([{ epoch: null, cursor: null }])
  })

  it('applies pushes in their order', async () => {
    service.snapshot({ watch: 1, n: 0, cards: [aCard('a')] })
    service.changes({ watch: 1, n: 1, cards: [aCard('b'), aCard('a', { version: 2 })] })
    service.changes({ watch: 1, n: 2, gone: [{ caseId: 'a', outcome: 'settled', at: '', area: 'district' }] })
    await drawn()
    expect(cases()).toEqual(['b'])
    expect(board.link.value).toBe('live')
  })

  it('draws many pushes of one frame at once', async () => {
    service.snapshot({ watch: 1, n: 0 })
    for (let n = 1; n <= 50; n++) service.changes({ watch: 1, n, cards: [aCard(`case-${n}`)] })
    expect(cases()).toEqual([])
    await drawn()
    expect(cases()).toHaveLength(50)
    expect(board.revision.value).toBe(1)
  })

  it('asks again from its cursor when a push is missing, and waits for the answer', async () => {
    service.snapshot({ watch: 1, n: 0, epoch: 'e', cursor: 'c0' })
    service.changes({ watch: 1, n: 1, cursor: 'c1', cards: [aCard('a')] })
    service.changes({ watch: 1, n: 3, cursor: 'c3', cards: [aCard('lost')] })
    await drawn()
    expect(service.asked.at(-1)).toEqual({ epoch: 'e', cursor: 'c1' })
    expect(board.link.value).toBe('catching-up')
    expect(cases()).toEqual(['a'])

    service.changes({ watch: 1, n: 4, cards: [aCard('late')] }) // still on its way when the watch ended
    service.changes({ watch: 2, n: 0, tail: true, cards: [aCard('b')] })
    await drawn()
    expect(cases()).toEqual(['a', 'b'])
    expect(board.link.value).toBe('live')
  })

  it('takes a first push that comes before the answer of its watch', async () => {
    service.changes({ watch: 7, n: 0, cards: [aCard('a')] })
    service.changes({ watch: 7, n: 1, cards: [aCard('b')] })
    await drawn()
    expect(cases()).toEqual(['a', 'b'])
  })

  it('lets a snapshot replace everything, at any n', async () => {
    service.snapshot({ watch: 1, n: 0, cards: [aCard('a'), aCard('b')] })
    service.changes({ watch: 1, n: 1, cards: [aCard('c')] })
    service.snapshot({ watch: 1, n: 2, epoch: 'next', cards: [aCard('z')], tiles: [] })
    await drawn()
    expect(cases()).toEqual(['z'])
    expect(board.tiles.size).toBe(0)
  })

  it('ignores what an ended watch still sends', async () => {
    service.snapshot({ watch: 1, n: 0 })
    service.snapshot({ watch: 2, n: 0, cards: [aCard('new')] })
    service.changes({ watch: 1, n: 1, cards: [aCard('old')] })
    await drawn()
    expect(cases()).toEqual(['new'])
    expect(service.asked).toHaveLength(1)
  })

  it('is stale when a heartbeat is late, and lost after 5 s of silence', async () => {
    service.snapshot({ watch: 1, n: 0 })
    await vi.advanceTimersByTimeAsync(2000)
    service.heartbeat({ watch: 1, n: 1 })
    expect(board.link.value).toBe('live')
    await vi.advanceTimersByTimeAsync(4500)
    expect(board.link.value).toBe('stale')
    service.reachable = false
    await vi.advanceTimersByTimeAsync(1000)
    expect(board.link.value).toBe('lost')
  })

  it('never looks live while the connection alone is back', async () => {
    service.snapshot({ watch: 1, n: 0, epoch: 'e', cursor: 'c0', cards: [aCard('a')] })
    await drawn()
    service.pushes?.closed()
    expect(board.link.value).toBe('lost')
    await vi.advanceTimersByTimeAsync(1000)
    expect(service.connections).toBe(2)
    expect(board.link.value).toBe('catching-up')
    expect(service.asked.at(-1)).toEqual({ epoch: 'e', cursor: 'c0' })

    service.changes({ watch: 2, n: 0, tail: true, entries: 14, cards: [aCard('b')] })
    await drawn()
    expect(board.link.value).toBe('live')
    expect(board.caughtUp.value).toMatchObject({ entries: 14, escalations: 0 })
    expect(cases()).toEqual(['a', 'b'])
  })

  it('counts the attempts that failed', async () => {
    service.snapshot({ watch: 1, n: 0 })
    service.reachable = false
    service.pushes?.closed()
    await vi.advanceTimersByTimeAsync(6000)
    expect(board.failures.value).toBeGreaterThanOrEqual(3)
    expect(board.link.value).toBe('lost')
  })

  it('removes a tile with nothing open any more', async () => {
    const none = [0, 0, 0, 0] as const
    service.snapshot({ watch: 1, n: 0, tiles: [{ area: 'x', open: [1, 0, 0, 0], waiting: none, overdue: none }] })
    service.changes({ watch: 1, n: 1, tiles: [{ area: 'x', open: none, waiting: none, overdue: none }] })
    await drawn()
    expect(board.tiles.size).toBe(0)
  })
})
