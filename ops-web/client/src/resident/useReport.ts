import { reactive, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { call, newKey } from '@/http/api'
import { Problem } from '@/http/problem'
import { kept } from '@/shared/kept'
import type { Category } from '@/wire/codes'
import type { ReportAnswer, ReportBody, ReportPlace } from '@/wire/reports'

interface Draft { place: ReportPlace | null; placeWord: string; category: Category | null; text: string; name: string; phone: string; key: string }
const fresh = (): Draft => ({ place: null, placeWord: '', category: null, text: '', name: '', phone: '', key: newKey() })

/** A resident's report: the key is minted once and the draft kept in this tab until it is answered, so that a second press counts once. */
export function useReport(realm: () => string) {
  const { t } = useI18n()
  const draft = kept<Draft>('gridactors.report', fresh(), sessionStorage)
  const faults = reactive({ where: '', what: '', form: '' })
  const sending = shallowRef(false)
  const answer = shallowRef<ReportAnswer | null>(null)

  async function send() {
    const { place, category, text, name, phone, key } = draft.value
    faults.where = place ? '' : t('resident.report.needWhere')
    faults.what = category ? '' : t('resident.report.needWhat')
    faults.form = ''
    if (!place || !category || sending.value) return
    sending.value = true
    const reporter = { ...(name.trim() && { name: name.trim() }), ...(phone.trim() && { phone: phone.trim() }) }
    const body: ReportBody = { category, text: text.trim() || t(`codes.category.${category}`), place, ...(Object.keys(reporter).length > 0 && { reporter }) }
    try {
      answer.value = (await call<ReportAnswer>('/api/reports', { method: 'POST', realm: realm(), body, idempotencyKey: key })).body
      draft.value = fresh()
    } catch (fault) {
      const problem = fault instanceof Problem ? fault : Problem.unreachable()
      if (problem.passing) faults.form = t('resident.report.resend')
      else {
        draft.value.key = newKey() // a corrected report is another body
        faults.form = t('resident.report.refused', { detail: problem.detail ?? problem.code })
      }
    } finally {
      sending.value = false
    }
  }
  return { draft, faults, sending, answer, send, again: () => { answer.value = null } }
}
