import { computed, inject, provide, shallowRef, watch, type InjectionKey } from 'vue'
import { useI18n } from 'vue-i18n'
import { useBoard } from '@/board/useBoard'
import { createOutbox, type Outcome } from '@/cases/commandOutbox'
import { useWords } from '@/cases/useWords'
import type { Realms } from '@/realm/useRealms'
import { usePlaces } from '@/places/places'
import { useAnnouncer } from '@/shared/announcer'
import { kept } from '@/shared/kept'
import { useSound } from '@/shared/sound'
import { timeOfDay } from '@/shared/format'
import { district } from '@/places/areaCode'
import type { CaseCommand, CaseCommands } from '@/wire/cases'

/** Something said to the operator until dismissed: an undo, a conflict, a refusal. */
export interface Notice { id: number; kind: 'done' | 'conflict' | 'fault'; text: string; detail?: string; caseId?: string; undo?: () => void }

const NoticesMax = 3
/** Acts kept for a desk that has not said its name yet. */
const UnsignedMax = 20
const NoticeMilliseconds = 9000

/** What the panels of the operator's page share. One per realm. */
export function createConsole(realm: string, realms: Realms) {
  const { t } = useI18n()
  const board = useBoard(realm, district)
  const places = usePlaces(() => board.about.value?.registry ?? null)
  const words = useWords(places)
  const announcer = useAnnouncer()
  const sound = useSound()
  const desk = kept('gridactors.desk', '')
  const selectedId = shallowRef<string | null>(null)
  const focusArea = shallowRef(district)
  const notices = shallowRef<readonly Notice[]>([])
  const now = board.now
  let noticed = 0

  function notice(made: Omit<Notice, 'id'>) {
    const id = ++noticed
    notices.value = [...notices.value, { ...made, id }].slice(-NoticesMax)
    if (made.kind === 'done') setTimeout(() => { dismiss(id) }, NoticeMilliseconds)
    announcer.say(made.text)
  }
  function dismiss(id: number) { notices.value = notices.value.filter((one) => one.id !== id) }

  /** Asked again by each outcome: an open drawer reads its case anew. */
  const outcomes = shallowRef<Outcome | null>(null)

  const outbox = createOutbox((outcome) => {
    outcomes.value = outcome
    const { sent, problem } = outcome
    const command = t(`cases.command.${sent.command}`)
    if (!problem) {
      const undo = sent.command === 'acknowledge' ? () => { act(sent.caseId, 'release', { reason: t('cases.ask.mistaken') }) } : undefined
      notice({ kind: 'done', text: t('operator.notice.done', { command }), caseId: sent.caseId, undo })
    } else if (problem.status === 409 && (problem.by || problem.at)) {
      notice({ kind: 'conflict', text: t('operator.notice.first', { by: words.who(problem.by), at: timeOfDay(problem.at), command }), detail: t('operator.notice.notTwice'), caseId: sent.caseId })
    } else if (problem.status === 412) {
      notice({ kind: 'conflict', text: t('operator.notice.changed', { command }), detail: t('operator.notice.lookAgain'), caseId: sent.caseId })
    } else {
      notice({ kind: 'fault', text: t('operator.notice.refused', { command, code: refusal(problem.code) }), caseId: sent.caseId })
    }
  })

  const { te } = useI18n()
  const refusal = (code: string) => (te(`operator.refusal.${code}`) ? t(`operator.refusal.${code}`) : code)

  /** What was done before the desk had a name: sent, in order, as soon as it has one. */
  const unsigned = shallowRef<readonly { command: CaseCommand; send: () => void }[]>([])

  function act<C extends CaseCommand>(caseId: string, command: C, body: CaseCommands[C], etag: string | null = null): void {
    const version = etag ?? board.cards.get(caseId)?.etag ?? null
    const send = () => {
      const taken = outbox.act(realm, caseId, command, { ...body, desk: desk.value }, version)
      if (!taken) notice({ kind: 'fault', text: t('operator.notice.tooManyUnsent') })
    }
    if (desk.value === '') unsigned.value = [...unsigned.value, { command, send }].slice(-UnsignedMax)
    else send()
  }

  watch(desk, (name) => {
    if (name === '') return
    const waiting = unsigned.value
    unsigned.value = []
    for (const one of waiting) one.send()
  })

  /** What was done here cannot get through now. */
  const held = computed(() => outbox.held.value || board.link.value === 'lost')
  /** Wiped: nothing of the world before is left to look at. */
  watch(() => board.about.value?.instance, (instance, before) => {
    if (before === undefined || instance === before) return
    selectedId.value = null
    focusArea.value = district
    notices.value = []
  })
  watch(board.link, (link) => { if (link === 'live') void outbox.flush() })

  const selected = computed(() => (selectedId.value === null ? null : board.cards.get(selectedId.value) ?? null))

  return { realm, realms, board, places, words, announcer, sound, desk, selectedId, selected, focusArea, notices, notice, dismiss, outbox, outcomes, held, act, unsigned, now, refusal }
}

export type Console = ReturnType<typeof createConsole>
const key: InjectionKey<Console> = Symbol('console')

export const provideConsole = (console: Console) => { provide(key, console) }
export function useConsole(): Console {
  const found = inject(key)
  if (!found) throw new Error('outside the operator page')
  return found
}
