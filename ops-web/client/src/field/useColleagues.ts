import { computed } from 'vue'
import type { FieldPage } from '@/wire/field'
import { homeNumber } from './identity'
import { pagesOf } from './pages'
import { useSession } from './session'
import { useKeptPage } from './useKeptPage'

/** This person's own page: colleagues and cells. */
export function useColleagues() {
  const { identity, words } = useSession()
  const page = useKeptPage<FieldPage>(pagesOf(identity).own)
  const onDuty = computed(() => (page.body.value?.colleagues ?? []).filter((one) => one.onDuty)
    .map((one) => ({ ...one, where: `${words.who({ responder: one.responder })} · ${homeNumber(one.home)}` })))
  return { page, onDuty }
}
