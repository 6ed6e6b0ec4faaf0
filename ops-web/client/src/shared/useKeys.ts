import { onScopeDispose } from 'vue'

/** Single keys do something only outside fields and without modifiers; `Escape` and `ctrl+Enter` work everywhere. */
export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

export function useKeys(keys: KeyMap) {
  function pressed(event: KeyboardEvent) {
    if (event.defaultPrevented || event.isComposing) return
    const name = (event.ctrlKey || event.metaKey ? 'ctrl+' : '') + (event.key.length === 1 ? event.key.toLowerCase() : event.key)
    const act = keys[name]
    if (!act || event.altKey || (typing(event.target) && name !== 'Escape' && !name.startsWith('ctrl+'))) return
    if (document.querySelector('dialog[open]')) return // a dialog has its own keys
    event.preventDefault()
    act(event)
  }
  addEventListener('keydown', pressed)
  onScopeDispose(() => { removeEventListener('keydown', pressed) })
}
