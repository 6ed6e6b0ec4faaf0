import { stages, type FieldTask, type TaskAnswer, type TaskStage } from '@/wire/field'
import type { ActCommand, FieldAct } from './act'

/** A task as the phone shows it: what the service says, with what was done here and not yet heard back. */
export interface ShownTask extends FieldTask {
  /** What was done here and is not answered yet, in order. */
  unsent: readonly FieldAct[]
  /** It ends here once what was done arrives. */
  leaving: 'complete' | 'decline' | 'hand-over' | null
  /** Help was called, heard by the service or not. */
  calledForHelp: boolean
}

const stageAfter: Partial<Record<ActCommand, TaskStage>> = { acknowledge: 'acknowledged', accept: 'accepted', 'set-out': 'on-the-way', arrive: 'arrived' }
const ends = ['complete', 'decline', 'hand-over'] as const

const later = (a: TaskStage, b: TaskStage): TaskStage => (stages.indexOf(a) >= stages.indexOf(b) ? a : b)

/** `answered`: what the service said of this task last, when that is newer than the task itself. */
export function shown(task: FieldTask, acts: readonly FieldAct[], answered: Partial<TaskAnswer> | undefined): ShownTask {
  const unsent = acts.filter((act) => act.taskId === task.taskId && act.command !== 'delivered' && act.command !== 'seen')
  const heard = answered?.stage && (answered.version ?? 0) > task.version ? later(answered.stage, task.stage) : task.stage
  const stage = unsent.reduce((reached, act) => later(stageAfter[act.command] ?? reached, reached), heard)
  return {
    ...task, stage, unsent,
    leaving: ends.find((end) => unsent.some((act) => act.command === end)) ?? null,
    calledForHelp: task.help !== null || unsent.some((act) => act.command === 'call-for-help'),
  }
}

/** Whether the acknowledge clock of the service still runs, whatever was pressed here. */
export const stillClimbs = (task: ShownTask): boolean => task.unsent.length > 0 && task.due?.kind === 'acknowledge' && task.due.then !== null

/** Why a button cannot be pressed now; null when it can. */
export type Hindrance = 'already' | 'acknowledge-first' | 'arrive-first' | 'leaving' | null

export function hindrance(task: ShownTask, command: 'acknowledge' | 'set-out' | 'arrive' | 'complete'): Hindrance {
  if (task.leaving) return 'leaving'
  const at = stages.indexOf(task.stage)
  switch (command) {
    case 'acknowledge': return at > 0 ? 'already' : null
    case 'set-out': return at >= stages.indexOf('on-the-way') ? 'already' : at === 0 ? 'acknowledge-first' : null
    case 'arrive': return task.stage === 'arrived' ? 'already' : at === 0 ? 'acknowledge-first' : null
    case 'complete': return task.stage !== 'arrived' ? (at === 0 ? 'acknowledge-first' : 'arrive-first') : null
  }
}
