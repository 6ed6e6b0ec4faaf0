/** Small valid messages and acts for tests. */
import type { FieldTask, InboxChanges, InboxSnapshot } from '@/wire/field'
import type { NewAct } from './fieldStore'
import { shown, type ShownTask } from './shownTask'

const instant = '2026-11-25T06:00:00.000000Z'
export const me = 'worker-440306018012-017-1'

export const aTask = (taskId: string, over: Partial<FieldTask> = {}): FieldTask => ({
  taskId, caseId: taskId.replace(/-\d+$/, ''), version: 2, etag: `2-${taskId}`, area: '440306018012-017-0042', category: 'hazard', severity: 'red', tier: 'cell', stage: 'offered',
  givenAt: instant, reportedAt: instant, due: { kind: 'acknowledge', at: '2026-11-25T06:05:00.000000Z', then: 'community' }, help: null, handedFrom: null, briefed: false,
  why: { reason: 'placed', rule: null, ruleVersion: null, facts: {} }, sealed: false, ...over,
})

export const aShown = (taskId: string, over: Partial<FieldTask> = {}): ShownTask => shown(aTask(taskId, over), [], undefined)

const duty = { responder: me, kind: 'worker', home: '440306018012-017', onDuty: true, until: null, next: null } as const

export const anInbox = (over: Partial<InboxSnapshot> = {}): InboxSnapshot => ({
  watch: 1, n: 0, realm: 'demo', instance: 'demo-0001', kind: 'demo', epoch: 'e', cursor: 'c0', registry: 'r', now: instant, clock: { rate: 1, paused: false }, duty, tasks: [], ...over,
})

export const anInboxChange = (over: Partial<InboxChanges> = {}): InboxChanges => ({ watch: 1, n: 1, cursor: 'c1', now: instant, clock: null, duty: null, tasks: [], gone: [], ...over })

export const anAct = (command: NewAct['command'], over: Partial<NewAct> = {}): NewAct => ({
  key: `key-${command}-${over.taskId ?? 'a-1'}`, realm: 'demo', responder: me, command, taskId: 'a-1', area: '440306018012-017-0042', category: 'hazard', path: `/api/tasks/a-1/${command}`,
  body: { responder: me, deviceAt: instant }, photo: null, base: { version: 2, etag: '2-a' }, at: Date.parse(instant), ...over,
})
