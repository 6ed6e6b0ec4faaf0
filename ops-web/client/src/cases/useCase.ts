import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { Problem } from '@/http/problem'
import type { Console } from '@/operator/console'
import type { CasePage, Purpose, Revealed } from '@/wire/cases'
import { readCase, reveal } from './caseApi'

/** The board is ahead of what is read here by a moment; reading again is spaced out while a case moves fast. Milliseconds. */
const ReadAgainAfter = 250
const RetryAfter = 3000

/** One case as the drawer shows it: read again whenever the board says that it changed; its text is shown with purpose `handling`. */
export function useCase(caseId: string, { realm, board, desk, outcomes }: Console) {
  const page = shallowRef<CasePage | null>(null)
  const etag = shallowRef<string | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const text = shallowRef<Revealed | null>(null)
  const textProblem = shallowRef<Problem | null>(null)
  const person = shallowRef<Revealed | null>(null)
  const stopped = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function read() {
    try {
      const answer = await readCase(realm, caseId, stopped.signal)
      const notesBefore = page.value?.notes.length ?? 0
      page.value = answer.body
      etag.value = answer.body.card.etag ?? answer.etag
      problem.value = null
      if (text.value === null || answer.body.notes.length > notesBefore) void readText(answer.body)
    } catch (fault) {
      if (stopped.signal.aborted) return
      problem.value = fault instanceof Problem ? fault : Problem.unreachable()
      if (problem.value.passing) readSoon(RetryAfter)
    }
  }
  function readSoon(after = ReadAgainAfter) {
    clearTimeout(timer)
    timer = setTimeout(() => void read(), after)
  }

  /** Who looks is written down first: without a desk's name nothing is asked for. */
  async function readText(of: CasePage) {
    if (desk.value === '') return
    const fields = of.fields.filter((field) => field !== 'name' && field !== 'phone')
    if (fields.length === 0) { text.value = {}; return }
    try {
      text.value = await reveal(realm, caseId, fields, 'handling', desk.value)
      textProblem.value = null
    } catch (fault) {
      if (!stopped.signal.aborted) textProblem.value = fault instanceof Problem ? fault : Problem.unreachable()
    }
  }

  async function revealPerson(purpose: Purpose) {
    try {
      person.value = await reveal(realm, caseId, ['name', 'phone'], purpose, desk.value)
    } catch (fault) {
      textProblem.value = fault instanceof Problem ? fault : Problem.unreachable()
    }
  }

  /** The board's card while it has one: it is the newest; the page's own when the case is over. */
  const card = computed(() => {
    const live = board.cards.get(caseId), read = page.value?.card
    return live && (!read || live.version >= read.version) ? live : read ?? live ?? null
  })

  watch(() => board.cards.get(caseId)?.version, () => readSoon())
  watch(desk, () => { if (page.value && text.value === null) void readText(page.value) })
  watch(outcomes, (outcome) => { if (outcome?.sent.caseId === caseId) void read() })
  onScopeDispose(() => { stopped.abort(); clearTimeout(timer) })
  void read()

  return { page, card, etag, problem, text, textProblem, person, revealPerson, read }
}
export type OpenCase = ReturnType<typeof useCase>
