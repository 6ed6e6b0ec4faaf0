import { openDB, type DBSchema } from 'idb'
import type { CaseBase, FieldAct } from './act'

/** What became of an act that was not taken as it was meant: kept until the person has read it. */
export interface KeptNotice {
  id: string
  act: FieldAct
  code: string
  status: number
  /** Who has the case now, when and at which tier, as the refusal says. */
  by: string | null
  at: string | null
  tier: string | null
  /** What the person had written: it stays readable and can be copied. */
  text: string
}

interface Schema extends DBSchema {
  acts: { key: number; value: FieldAct }
  notices: { key: string; value: KeptNotice }
  /** The last answer of each page and the last inbox, with when they were received. */
  pages: { key: string; value: { at: number; body: unknown } }
}

export type NewAct = Omit<FieldAct, 'sequence'>

/** What this phone keeps of the field: it outlives reloads, crashes and updates of the page. */
export async function openFieldStore(name = 'gridactors-field') {
  const db = await openDB<Schema>(name, 1, {
    upgrade(made) {
      made.createObjectStore('acts', { keyPath: 'sequence', autoIncrement: true })
      made.createObjectStore('notices', { keyPath: 'id' })
      made.createObjectStore('pages')
    },
  })

  return {
    /** In the order in which they were done. */
    acts: () => db.getAll('acts'),
    addAct: async (act: NewAct): Promise<FieldAct> => {
      const sequence = await db.add('acts', act as FieldAct) // the store gives the number
      return { ...act, sequence }
    },
    /** The act is answered; what must be read goes into the notices in the same step, so that no crash loses a text. */
    async answered(act: FieldAct, notice: KeptNotice | null, base: CaseBase | null) {
      const step = db.transaction(['acts', 'notices'], 'readwrite')
      if (notice) await step.objectStore('notices').put(notice)
      const acts = step.objectStore('acts')
      await acts.delete(act.sequence)
      if (base) {
        const later = (await acts.getAll()).filter((one) => one.taskId === act.taskId && one.base?.etag === act.base?.etag)
        for (const one of later) await acts.put({ ...one, base })
      }
      await step.done
    },
    notices: () => db.getAll('notices'),
    dismiss: (id: string) => db.delete('notices', id),
    readPage: <T>(key: string) => db.get('pages', key) as Promise<{ at: number; body: T } | undefined>,
    async keepPage(key: string, body: unknown, at = Date.now()) { await db.put('pages', { at, body }, key) },
    /** Everything that was only looked at, older than `before`; what is unsent stays. */
    async forgetPages(before: number) {
      const pages = db.transaction('pages', 'readwrite')
      for await (const page of pages.store) if (page.value.at < before) await page.delete()
      await pages.done
    },
    close: () => { db.close() },
  }
}

export type FieldStore = Awaited<ReturnType<typeof openFieldStore>>
