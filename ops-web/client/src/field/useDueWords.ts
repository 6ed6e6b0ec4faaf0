import { useI18n } from 'vue-i18n'
import { timeOfDay } from '@/shared/format'
import type { FieldTask } from '@/wire/field'
import { dueKey, dueMark } from './dueWords'
import type { FieldSession } from './session'

/** When a task is due, in words. */
export function useDueWords({ words, now }: Pick<FieldSession, 'words' | 'now'>) {
  const { t } = useI18n()
  const next = (task: FieldTask) => (task.due?.then ? words.unit(task.due.then, task.area) : '')
  return {
    next,
    /** What must be done before the countdown ends, and what happens then. */
    within: (task: FieldTask) => t(`field.due.${dueKey(task.due, now.value)}`, { to: next(task) }),
    /** What a press that has not arrived does not stop. */
    unlessSent: (task: FieldTask) => t(dueMark(task.due, now.value).kind === 'late' ? 'field.hint.climbed' : 'field.hint.climbs', { at: timeOfDay(task.due?.at), to: next(task) }),
    mark(task: FieldTask): string {
      const mark = dueMark(task.due, now.value)
      switch (mark.kind) {
        case 'none': return '–'
        case 'alarm': return t('field.due.alarmMark')
        case 'late': return t('field.due.lateMark')
        case 'countdown': return words.countdown(mark.left)
        case 'day': return mark.day === 'other' ? `${mark.date} ${mark.time}` : t(`field.due.${mark.day}`, { time: mark.time })
      }
    },
  }
}
