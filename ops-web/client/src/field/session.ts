import { computed, inject, onScopeDispose, provide, shallowReactive, shallowRef, watch, type InjectionKey } from 'vue'
import { useI18n } from 'vue-i18n'
import { newKey } from '@/http/api'
import { cellOf, levelOf } from '@/places/areaCode'
import { useWords } from '@/cases/useWords'
import { useAnnouncer } from '@/shared/announcer'
import { useSound } from '@/shared/sound'
import type { AreaCode } from '@/wire/codes'
import type { FieldTask, TaskAnswer, TaskCommand, TaskCommands } from '@/wire/field'
import type { ReportBody } from '@/wire/reports'
import type { ActCommand } from './act'
import { createActOutbox, type ActOutcome } from './actOutbox'
import { useArrivals } from './useArrivals'
import type { FieldStore, KeptNotice, NewAct } from './fieldStore'
import type { FieldIdentity } from './identity'
import { shown, type ShownTask } from './shownTask'
import { byUrgency, inGroups } from './taskOrder'
import { useFieldPlaces } from './useFieldPlaces'
import { useInbox } from './useInbox'
import { useInstall } from './useInstall'
import { usePrefetch } from './usePrefetch'
import { useReceipts } from './useReceipts'

/** What the last answer said in passing: shown for a moment, read out. */
const SaidMilliseconds = 6000
/** What was only looked at is forgotten after a week. */
const KeptMilliseconds = 7 * 86_400_000

/** What the screens of one person on one phone share. */
export function createSession(identity: FieldIdentity, store: FieldStore, leave: () => void) {
  const { t } = useI18n()
  const announcer = useAnnouncer()
  const sound = useSound()
  const answered = shallowReactive(new Map<string, Partial<TaskAnswer>>())
  const notices = shallowRef<readonly KeptNotice[]>([])
  const said = shallowRef<string | null>(null)
  const clock = shallowRef<'right' | 'ahead' | 'behind'>('right')
  /** The phone could not write an act down: nothing may look as if it were done. */
  const unkept = shallowRef(false)
  let saying: ReturnType<typeof setTimeout> | undefined

  const outbox = createActOutbox(store, heard)
  const receipts = useReceipts(identity, (task, command) => put(task.taskId, command, `/api/tasks/${task.taskId}/${command}`, {}, task))
  const arrivals = useArrivals({ announcer, sound, words: () => words, onDuty: () => inbox.duty.value?.onDuty === true })
  const inbox = useInbox(identity, store, { arrived: (fresh) => { arrivals.tell(fresh) } })
  usePrefetch(identity, store, inbox.link)
  const places = useFieldPlaces(() => inbox.about.value?.registry ?? null, identity.home)
  const words = useWords(places)

  function say(text: string) {
    said.value = text
    clearTimeout(saying)
    saying = setTimeout(() => { said.value = null }, SaidMilliseconds)
    announcer.say(text)
  }

  function heard({ act, answer, notice }: ActOutcome) {
    if (act.realm !== identity.realm || act.responder !== identity.responder) { void readNotices(); return }
    if (answer?.clock) clock.value = answer.clock
    if (act.taskId && answer?.version !== undefined) answered.set(act.taskId, answer)
    if (notice) { void readNotices(); announcer.say(t('field.notice.refused', { command: t(`field.command.${act.command}`) }), true) }
    else if (answer !== null && act.command !== 'delivered' && act.command !== 'seen') say(t('field.sent', { command: t(`field.command.${act.command}`) }))
  }

  async function readNotices() { notices.value = (await store.notices()).sort((a, b) => a.act.sequence - b.act.sequence) }
  async function dismiss(id: string) {
    await store.dismiss(id)
    await readNotices()
  }

  /** Written down first; only then may the screen show it as done. */
  async function put(taskId: string | null, command: ActCommand, path: string, body: object | null, about: { area: AreaCode | null; category: string | null; version?: number; etag?: string }, photo: Blob | null = null): Promise<boolean> {
    const at = Date.now()
    const act: NewAct = {
      key: newKey(), realm: identity.realm, responder: identity.responder, command, taskId, area: about.area, category: about.category, path, photo, at,
      body: body && command !== 'report' ? { ...body, responder: identity.responder, deviceAt: new Date(at).toISOString() } : body,
      base: about.etag === undefined || about.version === undefined ? null : { version: about.version, etag: about.etag },
    }
    const done = await outbox.act(act).catch(() => false)
    unkept.value = !done
    return done
  }

  /** On their way into the phone's store. */
  const pressing = new Set<string>()

  function perform<C extends TaskCommand>(task: ShownTask, command: C, body: TaskCommands[C]): Promise<boolean> {
    const repeatable = command === 'note' || command === 'brief' || command === 'call-for-help'
    const name = `${task.taskId} ${command}`
    if (!repeatable && (pressing.has(name) || task.unsent.some((act) => act.command === command))) return Promise.resolve(true) // pressed twice before an answer
    pressing.add(name)
    return put(task.taskId, command, `/api/tasks/${task.taskId}/${command}`, body, task).finally(() => { pressing.delete(name) })
  }
  const addPhoto = (task: ShownTask, photo: Blob) =>
    put(task.taskId, 'photo', `/api/tasks/${task.taskId}/photo?responder=${encodeURIComponent(identity.responder)}&deviceAt=${encodeURIComponent(new Date().toISOString())}`, null, task, photo)
  const visit = (building: AreaCode) => put(null, 'visit', `/api/buildings/${building}/visit`, {}, { area: building, category: null })
  const report = (body: ReportBody, area: AreaCode | null) => put(null, 'report', '/api/reports', body, { area, category: body.category })

  const tasks = computed(() => [...inbox.tasks.values()].map((task) => shown(task, outbox.unsent.value, answered.get(task.taskId))).sort(byUrgency))
  const groups = computed(() => inGroups(tasks.value))
  const unsent = computed(() => outbox.unsent.value.filter((act) => act.command !== 'delivered' && act.command !== 'seen'))
  const offline = computed(() => inbox.link.value === 'lost' || inbox.link.value === 'loading')
  /** Where something is, as short as it goes for whoever works here: the building alone in the own cell. */
  const homeCell = cellOf(identity.home)
  const near = (area: AreaCode): string => (cellOf(area) === homeCell && levelOf(area) === 'building' ? t('cases.place.building', { code: area.slice(-4) }) : words.spot(area))
  const taskOf = (taskId: string): ShownTask | null => tasks.value.find((task) => task.taskId === taskId) ?? null
  const shownOf = (task: FieldTask): ShownTask => shown(task, outbox.unsent.value, answered.get(task.taskId))

  watch(() => [...inbox.tasks.values()], (now) => { if (inbox.link.value === 'live') receipts.delivered(now) }, { flush: 'post' })
  watch(inbox.link, (link, before) => {
    if (link !== 'live' || before === 'stale') return
    receipts.delivered([...inbox.tasks.values()])
    void outbox.flush()
  })
  const looked = () => { if (document.visibilityState === 'visible' && offline.value) tryNow() }
  document.addEventListener('visibilitychange', looked)
  const tryNow = () => { inbox.retryNow(); void outbox.flush() }
  addEventListener('online', tryNow)
  onScopeDispose(() => {
    removeEventListener('online', tryNow)
    document.removeEventListener('visibilitychange', looked)
    clearTimeout(saying)
    outbox.close()
  })
  void readNotices()
  void store.forgetPages(Date.now() - KeptMilliseconds)
  void outbox.flush()

  return {
    identity, store, inbox, outbox, places, words, announcer, sound, tasks, groups, unsent, offline, notices, said, clock, unkept, now: inbox.now,
    near, perform, addPhoto, visit, report, taskOf, shownOf, dismiss, tryNow, seen: receipts.seen, leave, install: useInstall(),
  }
}

export type FieldSession = ReturnType<typeof createSession>

const key: InjectionKey<FieldSession> = Symbol('field')
export const provideSession = (session: FieldSession) => { provide(key, session) }
export function useSession(): FieldSession {
  const found = inject(key)
  if (!found) throw new Error('outside the field page')
  return found
}
