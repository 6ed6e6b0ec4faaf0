/** Answers a phone in the field from invented tasks. Never part of the build. */
import type { FieldDuty, FieldPerson, FieldTask, GoneTask, TaskStage } from '../src/wire/field'
import type { Severity } from '../src/wire/codes.ts'
import { communities, draws, instant } from './fakeDistrict.ts'

interface Stream { send: (target: string, push: object) => void }
interface Answer { status: number; body: unknown }
const minute = 60_000
const chance = draws(23)
const names = ['张*', '李*', '黄*', '陈*', '林*', '何*', '欧*', '梁*']
const minutes: Record<Severity, number> = { red: 5, orange: 15, yellow: 60, blue: 240 }
const stageAfter: Partial<Record<string, TaskStage>> = { acknowledge: 'acknowledged', accept: 'accepted', 'set-out': 'on-the-way', arrive: 'arrived' }

const people: FieldPerson[] = communities.slice(48, 56).flatMap(({ code }, c) => Array.from({ length: 4 }, (_, n) => {
  const cell = `${code}-${String(n + 1).padStart(3, '0')}`
  const kind = n === 3 ? 'head' as const : 'worker' as const
  const home = kind === 'head' ? `${cell}-0031` : cell
  return { responder: `${kind}-${home}-1`, kind, home, name: names[(c * 4 + n) % names.length]!, onDuty: (c + n) % 5 !== 4, taken: c === 2 && n === 1 }
}))

export function fakeField(now: () => number, rate: number) {
  const inboxes = new Map<string, { tasks: Map<string, FieldTask>; streams: Set<Stream> }>()
  let made = 0

  const personOf = (responder: string) => people.find((one) => one.responder === responder) ?? people[0]!
  const cellOf = (person: FieldPerson) => person.home.split('-').slice(0, 2).join('-')

  function task(person: FieldPerson, severity: Severity, category: string, building: string, stage: TaskStage, over: Partial<FieldTask> = {}): FieldTask {
    made++
    const givenAt = now() - (stage === 'offered' ? minutes[severity] * minute * 0.33 : 20 * minute)
    const caseId = `F1ELD${String(made).padStart(11, '0')}`
    return {
      taskId: `${caseId}-1`, caseId, version: 3, etag: `3-${made}`, area: `${cellOf(person)}-${building}`, category, severity, tier: person.kind === 'head' ? 'building' : 'cell', stage,
      givenAt: instant(givenAt), reportedAt: instant(givenAt - minute),
      due: stage === 'offered' ? { kind: 'acknowledge', at: instant(givenAt + minutes[severity] * minute), then: person.kind === 'head' ? 'cell' : 'community' } : { kind: 'settle', at: instant(now() + (severity === 'blue' ? 22 : 3) * 60 * minute), then: 'community' },
      help: null, handedFrom: null, briefed: false, why: { reason: 'placed', rule: null, ruleVersion: null, facts: { onDuty: 3, load: 0, skilled: true } }, sealed: false, ...over,
    }
  }

  function inboxOf(responder: string) {
    let inbox = inboxes.get(responder)
    if (!inbox) {
      const person = personOf(responder)
      const tasks = person.onDuty ? [
        task(person, 'red', 'hazard', '0031', 'offered'), task(person, 'yellow', 'neighbour', '0031', 'offered'),
        task(person, 'yellow', 'neighbour', '0012', 'acknowledged', { handedFrom: 'worker-440306018001-002-1', briefed: true }), task(person, 'blue', 'hazard', '0027', 'arrived'),
      ] : []
      inbox = { tasks: new Map(tasks.map((one) => [one.taskId, one])), streams: new Set() }
      inboxes.set(responder, inbox)
    }
    return inbox
  }

  function dutyOf(person: FieldPerson): FieldDuty {
    return { responder: person.responder, kind: person.kind, home: person.home, onDuty: person.onDuty, until: person.onDuty ? instant(now() + 3 * 60 * minute) : null, next: person.onDuty ? null : instant(now() + 15 * 60 * minute) }
  }

  function publish(responder: string, tasks: readonly FieldTask[], gone: readonly GoneTask[] = []) {
    const inbox = inboxOf(responder)
    for (const one of tasks) inbox.tasks.set(one.taskId, one)
    for (const one of gone) inbox.tasks.delete(one.taskId)
    for (const stream of inbox.streams) stream.send('Changes', { cursor: `f${made}`, now: instant(now()), clock: null, duty: null, tasks, gone })
  }

  function act(responder: string, taskId: string, command: string, body: Record<string, unknown>): Answer {
    const one = inboxOf(responder).tasks.get(taskId)
    if (!one) return { status: 409, body: { code: 'task-moved-on', by: { role: 'desk', responder: null, desk: null }, at: instant(now()), tier: 'community', state: 'waiting' } }
    if (command === 'reveal') return { status: 200, body: { text: '外墙瓷砖掉下两块，下面是上学的路，还有人走。', name: '赵示例', phone: '19900000000', notes: [{ row: 'r1', text: '物业已拉警戒线。' }] } }
    const stage = stageAfter[command] ?? one.stage
    const acknowledged = one.stage === 'offered' && ['acknowledge', 'accept', 'arrive', 'complete'].includes(command)
    const changed: FieldTask = {
      ...one, stage: command === 'complete' && one.stage === 'offered' ? 'acknowledged' : stage, version: one.version + 1, etag: `${one.version + 1}-x`, help: command === 'call-for-help' ? instant(now()) : one.help, briefed: one.briefed || command === 'brief',
      due: acknowledged ? { kind: 'settle', at: instant(now() + 4 * 60 * minute), then: 'community' } : one.due,
    }
    const outcome = command === 'complete' ? (body['outcome'] === 'needs-others' ? 'climbed' as const : 'settled' as const) : command === 'decline' ? 'declined' as const : command === 'hand-over' ? 'handed-over' as const : null
    if (command === 'delivered' || command === 'seen') void 0
    else if (outcome) publish(responder, [], [{ taskId, caseId: one.caseId, at: instant(now()), outcome, by: null, tier: outcome === 'climbed' ? 'community' : null }])
    else publish(responder, [changed])
    return { status: 200, body: { taskId, caseId: one.caseId, version: changed.version, etag: changed.etag, stage: changed.stage, clock: 'right', serverNow: instant(now()) } }
  }

  function answer(method: string, url: URL, text: string): Answer | null {
    const path = url.pathname
    const body = text.startsWith('{') ? JSON.parse(text) as Record<string, unknown> : {}
    const ok = (value: unknown): Answer => ({ status: 200, body: value })
    if (path.endsWith('/cells.json')) return ok(cells())
    if (path.endsWith('/buildings.json')) return ok(buildings())
    if (path === '/api/field/people') {
      const q = url.searchParams.get('q') ?? ''
      return ok(people.filter((one) => one.name.includes(q) || one.home.includes(q)))
    }
    const [, , kind, id = '', command = ''] = path.split('/')
    if (kind === 'field') {
      const person = personOf(id)
      const mates = people.filter((one) => one.home.slice(0, 12) === person.home.slice(0, 12) && one.responder !== person.responder)
      switch (command) {
        case 'duty': return ok(Array.from({ length: 5 }, (_, day) => ({ from: instant(Date.parse('2026-11-25T00:30:00Z') + day * 24 * 60 * minute), to: instant(Date.parse('2026-11-25T09:30:00Z') + day * 24 * 60 * minute) })))
        case 'team': return ok([task(person, 'orange', 'hazard', '0008', 'offered')].map((one) => ({ ...one, caseId: 'TEAM000000000001', taskId: 'TEAM000000000001-1' })))
        case 'visits': return ok({ everyDays: 30, buildings: Array.from({ length: 9 }, (_, n) => ({ building: `${cellOf(person)}-${String(n * 4 + 3).padStart(4, '0')}`, lastVisitAt: n === 0 ? null : instant(now() - (40 - n * 4) * 24 * 60 * minute), dueAt: instant(now() + (n * 4 - 10) * 24 * 60 * minute) })) })
        default: return ok({ duty: dutyOf(person), colleagues: mates.map(({ responder, name, home, onDuty }) => ({ responder, name, home, onDuty })), cells: [cellOf(person)], ...(person.kind === 'head' && { building: person.home }) })
      }
    }
    if (kind === 'cells' && command === 'duty') {
      const here = people.filter((one) => one.home.startsWith(id) && one.onDuty)
      return ok({ cell: id, now: instant(now()), onDuty: here.map(({ responder, kind: role }) => ({ responder, kind: role, until: instant(now() + 3 * 60 * minute) })), next: instant(now() + 9 * 60 * minute), nobody: here.length > 0 ? null : { then: 'community', reason: 'nobody-on-duty' } })
    }
    if (kind === 'buildings' && command === 'visit') return ok({})
    if (kind !== 'tasks') return null
    const responder = String(body['responder'] ?? url.searchParams.get('responder') ?? '')
    if (method === 'POST') return act(responder, id, command, body)
    const one = [...inboxes.values()].map((inbox) => inbox.tasks.get(id)).find((found) => found !== undefined)
    return one ? ok({ task: one, timeline: [
      { version: 1, ordinal: 0, at: one.reportedAt, name: 'dispute-reported', by: { role: 'resident', responder: null, desk: null }, details: { category: one.category, severity: one.severity } },
      { version: 2, ordinal: 0, at: one.givenAt, name: 'dispute-assigned', by: null, details: { responder, onDuty: 3, load: 0 } }, { version: 3, ordinal: 0, at: one.givenAt, name: 'task-delivered', by: null, details: { task: 1 } },
    ] }) : { status: 404, body: { code: 'not-found' } }
  }

  return {
    answer,
    /** A new task comes to everybody who is connected. */
    step() {
      for (const [responder, { streams, tasks }] of inboxes) {
        const person = personOf(responder)
        if (streams.size > 0 && person.onDuty && tasks.size < 7) publish(responder, [task(person, chance.of(['orange', 'yellow', 'blue'] as const), chance.of(['neighbour', 'hazard', 'property-management']), String(1 + chance.below(40)).padStart(4, '0'), 'offered')])
      }
    },
    follow(responder: string, stream: Stream): () => void {
      const inbox = inboxOf(responder)
      inbox.streams.add(stream)
      stream.send('Snapshot', { realm: 'demo', instance: 'demo-0001', kind: 'demo', epoch: 'e1', cursor: `f${made}`, registry: 'fake', now: instant(now()), clock: { rate, paused: false }, duty: dutyOf(personOf(responder)), tasks: [...inbox.tasks.values()] })
      return () => { inbox.streams.delete(stream) }
    },
  }
}

const Step = 0.004
const drawnCells = communities.slice(48, 56).flatMap(({ code, center }) => Array.from({ length: 4 }, (_, n) => ({ code: `${code}-${String(n + 1).padStart(3, '0')}`, west: center[0] + (n % 2) * Step, south: center[1] + Math.floor(n / 2) * Step })))

function cells() {
  return { type: 'FeatureCollection', features: drawnCells.map(({ code, west, south }, id) => ({
    type: 'Feature', id, properties: { code, center: [west + Step / 2, south + Step / 2] },
    geometry: { type: 'Polygon', coordinates: [[[west, south], [west + Step * 0.9, south + Step * 0.1], [west + Step, south + Step * 0.8], [west + Step * 0.35, south + Step], [west, south]]] },
  })) }
}

function buildings() {
  const each = 40
  const lon: number[] = [], lat: number[] = []
  let x = 0, y = 0
  for (const { west, south } of drawnCells) {
    for (let n = 0; n < each; n++) {
      const at = [Math.round((west + Step * (0.25 + (n % 8) * 0.08)) * 1e6), Math.round((south + Step * (0.22 + Math.floor(n / 8) * 0.12)) * 1e6)] as const
      lon.push(at[0] - x); lat.push(at[1] - y)
      x = at[0]; y = at[1]
    }
  }
  return { scale: 1e-6, runs: drawnCells.map((_, cell) => [cell, each]), lon, lat, floors: lon.map(() => 7) }
}
