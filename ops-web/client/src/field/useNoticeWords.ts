import { useI18n } from 'vue-i18n'
import { minuteOfDay } from '@/shared/format'
import type { KeptNotice } from './fieldStore'
import type { LeftTask } from './inboxState'
import type { FieldSession } from './session'

/** What became of something, in plain words. */
export function useNoticeWords({ words, identity, near }: FieldSession) {
  const { t, te } = useI18n()

  function about(area: string | null, category: string | null): string {
    const parts = [category ? words.category(category) : '', area ? near(area) : '']
    return parts.filter((part) => part !== '').join(' · ')
  }

  function refused(notice: KeptNotice): { head: string; reason: string } {
    const { act } = notice
    const command = t(`field.command.${act.command}`)
    const who = notice.by ? words.who({ responder: notice.by, role: notice.by }) : notice.tier ? words.tier(notice.tier) : ''
    const at = notice.at ? minuteOfDay(notice.at) : ''
    const key = `field.refusal.${notice.code}`
    const reason = (notice.code === 'task-moved-on' || notice.code === 'kept') && who ? t('field.notice.movedOn', { at, who })
      : notice.code === 'already-acknowledged' && who ? t('field.notice.firstWas', { at, who })
        : te(key) ? t(key) : t('field.refusal.other', { code: notice.code })
    return { head: t(notice.code === 'kept' ? 'field.notice.keptHead' : 'field.notice.head', { at: minuteOfDay(act.at), command, about: about(act.area, act.category) }), reason }
  }

  function left({ gone, task }: LeftTask): string {
    const to = gone.outcome === 'climbed' && gone.tier ? words.tier(gone.tier) : gone.by && gone.by !== identity.responder ? words.who({ responder: gone.by, role: gone.by }) : ''
    const key = to === '' && (gone.outcome === 'climbed' || gone.outcome === 'moved' || gone.outcome === 'handed-over') ? 'moved-somewhere' : gone.outcome
    return t('field.left.one', { at: minuteOfDay(gone.at), about: task.sealed ? t('field.sealed') : about(task.area, task.category), what: te(`field.left.${key}`) ? t(`field.left.${key}`, { to }) : gone.outcome })
  }

  return { refused, left, about }
}
