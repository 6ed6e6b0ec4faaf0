import { levelOf } from '@/places/areaCode'
import { severities, type AreaCode } from '@/wire/codes'
import type { ShownTask } from './shownTask'

/** Tasks of one building, most urgent first: told with one sound, shown as one. */
export interface TaskGroup { area: AreaCode; tasks: readonly ShownTask[] }

/** Most urgent first: by severity, then what alarms, then by when it is due. */
export function byUrgency(a: ShownTask, b: ShownTask): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || dueAt(a) - dueAt(b) || a.givenAt.localeCompare(b.givenAt) || a.taskId.localeCompare(b.taskId)
}
const dueAt = (task: ShownTask) => (task.due ? Date.parse(task.due.at) : 0)

/** What is finished or handed on here, and only not yet answered, goes to the end. */
export function inGroups(tasks: Iterable<ShownTask>): TaskGroup[] {
  const groups = new Map<string, { area: AreaCode; tasks: ShownTask[] }>()
  const ordered = [...tasks].sort((a, b) => Number(a.leaving !== null) - Number(b.leaving !== null) || byUrgency(a, b))
  for (const task of ordered) {
    const alone = task.leaving !== null || levelOf(task.area) !== 'building' // of a whole cell it is not known whether it is the same place
    const key = alone ? task.taskId : task.area
    const group = groups.get(key)
    if (group) group.tasks.push(task)
    else groups.set(key, { area: task.area, tasks: [task] })
  }
  return [...groups.values()]
}
