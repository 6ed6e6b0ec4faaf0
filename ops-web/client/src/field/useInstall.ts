import { onScopeDispose, shallowRef } from 'vue'

interface InstallPrompt extends Event { prompt(): Promise<unknown> }

/** Putting the page on the phone's home screen, where the browser offers it. */
export function useInstall() {
  const offered = shallowRef<InstallPrompt | null>(null)
  const installed = shallowRef(globalThis.matchMedia('(display-mode: standalone)').matches)

  function keep(event: Event) {
    event.preventDefault() // asked for in the settings, not over a task
    offered.value = event as InstallPrompt
  }
  const done = () => { installed.value = true; offered.value = null }
  addEventListener('beforeinstallprompt', keep)
  addEventListener('appinstalled', done)
  onScopeDispose(() => {
    removeEventListener('beforeinstallprompt', keep)
    removeEventListener('appinstalled', done)
  })
  return { offered, installed, install: () => offered.value?.prompt() }
}
