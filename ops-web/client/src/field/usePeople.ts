import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { call } from '@/http/api'
import { Problem } from '@/http/problem'
import type { FieldPerson } from '@/wire/field'

const TypingMilliseconds = 250
const PeopleMax = 40

/** Invented people of a realm that fit what was typed, those on duty first; the newest question wins. */
export function usePeople(realm: () => string | null) {
  const query = ref('')
  const people = shallowRef<readonly FieldPerson[] | null>(null)
  const problem = shallowRef<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = new AbortController()

  async function ask(of: string, q: string) {
    asked.abort()
    asked = new AbortController()
    const { signal } = asked
    try {
      const { body } = await call<FieldPerson[]>(`/api/field/people?q=${encodeURIComponent(q)}&max=${PeopleMax}`, { realm: of, signal })
      if (signal.aborted) return
      people.value = [...body].sort((a, b) => Number(b.onDuty) - Number(a.onDuty))
      problem.value = null
    } catch (fault) {
      if (!signal.aborted) problem.value = fault instanceof Problem ? fault.code : 'unreachable'
    }
  }

  watch([realm, query], ([of, q], [before]) => {
    clearTimeout(timer)
    if (of !== before) people.value = null
    if (of) timer = setTimeout(() => void ask(of, q.trim()), of === before ? TypingMilliseconds : 0)
  }, { immediate: true })
  onScopeDispose(() => { clearTimeout(timer); asked.abort() })

  return { query, people, problem }
}
