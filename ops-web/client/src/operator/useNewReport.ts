import { computed, reactive, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { call, newKey } from '@/http/api'
import { Problem } from '@/http/problem'
import { isFineEnough, levelOf } from '@/places/areaCode'
import { kept } from '@/shared/kept'
import type { Category, Severity } from '@/wire/codes'
import type { ReportAnswer, ReportBody, ReportPlace } from '@/wire/reports'
import type { Console } from './console'
import type { ChosenPlace } from './PlaceField.vue'

export interface Draft { place: ChosenPlace | null; category: Category | null; severity: Severity | null; text: string; name: string; phone: string; key: string; begun: number }
export type FormField = 'place' | 'category' | 'severity' | 'text' | 'name' | 'phone'

const fresh = (): Draft => ({ place: null, category: null, severity: null, text: '', name: '', phone: '', key: newKey(), begun: Date.now() })

/** A call that becomes a case. The draft stays in this tab until it is answered; its key is minted once, so that sending again is safe. */
export function useNewReport({ realm }: Console) {
  const { t } = useI18n()
  const draft = kept<Draft>(`gridactors.draft.${realm}`, fresh(), sessionStorage)
  const faults = reactive(new Map<FormField | 'form', string>())
  const sending = shallowRef(false)
  const answer = shallowRef<ReportAnswer | null>(null)

  function place(): ReportPlace | null {
    const chosen = draft.value.place
    if (!chosen) return null
    if (chosen.kind === 'area') return levelOf(chosen.area) === 'building' ? { buildingId: chosen.area } : isFineEnough(chosen.area) && chosen.center ? { position: chosen.center } : { address: chosen.label }
    if (chosen.kind === 'point') return { position: chosen.position }
    return { address: chosen.address }
  }

  function lacking(): boolean {
    faults.clear()
    if (!draft.value.place) faults.set('place', t('operator.form.need.place'))
    if (!draft.value.category) faults.set('category', t('operator.form.need.category'))
    if (draft.value.text.trim() === '') faults.set('text', t('operator.form.need.text'))
    return faults.size > 0
  }

  async function submit() {
    const where = place()
    const { category, severity, text, name, phone, key } = draft.value
    if (lacking() || sending.value || !where || !category) return
    const reporter = { ...(name.trim() && { name: name.trim() }), ...(phone.trim() && { phone: phone.trim() }) }
    const body: ReportBody = { category, text: text.trim(), place: where, ...(severity && { severity }), ...(Object.keys(reporter).length > 0 && { reporter }) }
    sending.value = true
    try {
      answer.value = (await call<ReportAnswer>('/api/reports', { method: 'POST', realm, body, idempotencyKey: key })).body
      draft.value = fresh()
    } catch (fault) {
      blame(fault instanceof Problem ? fault : Problem.unreachable())
    } finally {
      sending.value = false
    }
  }

  /** A fault stands at its own field; what was refused gets a new key, because the corrected report is another body. */
  function blame(problem: Problem) {
    if (problem.passing) { faults.set('form', t('operator.form.resend')); return }
    draft.value.key = newKey()
    const detail = problem.detail ?? problem.code
    const at = problem.field?.replace(/^[#/]+/, '').split('/') ?? []
    const known: readonly FormField[] = ['place', 'category', 'severity', 'text', 'name', 'phone']
    const field = known.find((one) => at.includes(one))
    faults.set(field ?? 'form', t('operator.form.fault', { detail }))
  }

  return { draft, faults, sending, answer, submit, discard: () => { draft.value = fresh(); faults.clear() }, again: () => { answer.value = null }, empty: computed(() => draft.value.text === '' && draft.value.place === null && draft.value.category === null) }
}
