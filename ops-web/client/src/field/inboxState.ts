import { shallowReactive, shallowRef } from 'vue'
import type { RealmKind } from '@/wire/codes'
import type { FieldDuty, FieldTask, GoneTask, InboxChanges, InboxSnapshot } from '@/wire/field'

/** What left the inbox lately, with the task as it was: shown for a while, so that nothing disappears without a word. */
export interface LeftTask { gone: GoneTask; task: FieldTask }
export const LeftKeptMax = 5

/** The inbox as it is written down, with its cursor. */
export interface InboxKept {
  epoch: string
  cursor: string
  now: string
  clock: { rate: number; paused: boolean }
  about: InboxAbout
  duty: FieldDuty
  tasks: readonly FieldTask[]
  left: readonly LeftTask[]
}
export interface InboxAbout { realm: string; instance: string; kind: RealmKind; registry: string | null }

/** What a phone holds of one person's tasks, and how each push changes it. Tasks are replaced, never changed in place. */
export function createInboxState() {
  const tasks = shallowReactive(new Map<string, FieldTask>())
  const duty = shallowRef<FieldDuty | null>(null)
  const about = shallowRef<InboxAbout | null>(null)
  const left = shallowRef<readonly LeftTask[]>([])

  /** Answers the tasks that were not there before. */
  function replace(push: InboxSnapshot): FieldTask[] {
    const sameWorld = about.value?.instance === push.instance
    const fresh = push.tasks.filter((task) => !tasks.has(task.taskId))
    tasks.clear()
    for (const task of push.tasks) tasks.set(task.taskId, task)
    const { realm, instance, kind, registry } = push
    about.value = { realm, instance, kind, registry }
    duty.value = push.duty
    if (!sameWorld) left.value = []
    return fresh
  }

  function change(push: InboxChanges): FieldTask[] {
    const fresh = push.tasks.filter((task) => !tasks.has(task.taskId))
    for (const task of push.tasks) tasks.set(task.taskId, task)
    for (const gone of push.gone) {
      const task = tasks.get(gone.taskId)
      tasks.delete(gone.taskId)
      if (task) left.value = [{ gone, task }, ...left.value.filter((one) => one.gone.taskId !== gone.taskId)].slice(0, LeftKeptMax)
    }
    if (push.duty) duty.value = push.duty
    return fresh
  }

  function recall(kept: InboxKept) {
    for (const task of kept.tasks) tasks.set(task.taskId, task)
    about.value = kept.about
    duty.value = kept.duty
    left.value = kept.left
  }

  return { tasks, duty, about, left, replace, change, recall }
}
