import { onScopeDispose } from 'vue'

/** Only the field page can be put on a home screen; the other pages are not offered for it. */
export function useManifest() {
  const link = document.createElement('link')
  link.rel = 'manifest'
  link.href = '/manifest.webmanifest'
  document.head.append(link)
  onScopeDispose(() => { link.remove() })
}
