import { kept } from '@/shared/kept'
import type { FieldTask, ReceiptCommand } from '@/wire/field'
import type { FieldIdentity } from './identity'

/** Remembered so that each is said once; older ones are over long since. */
const RememberedMax = 400

/** The phone's own word that it holds a task, and that its person has looked at it. Each is said once for each task. */
export function useReceipts({ realm, responder }: FieldIdentity, put: (task: FieldTask, command: ReceiptCommand) => Promise<boolean>) {
  const saidBefore = kept<string[]>('gridactors.field.receipts', [])

  function once(task: FieldTask, command: ReceiptCommand) {
    const name = `${command} ${realm} ${responder} ${task.taskId}`
    if (saidBefore.value.includes(name)) return
    saidBefore.value = [...saidBefore.value, name].slice(-RememberedMax)
    void put(task, command)
  }

  return {
    delivered(tasks: readonly FieldTask[]) { for (const task of tasks) once(task, 'delivered') },
    seen(task: FieldTask) { once(task, 'seen') },
  }
}
