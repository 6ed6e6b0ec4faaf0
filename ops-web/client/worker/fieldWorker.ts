import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import type { Plugin, Rollup } from 'vite'

/** Where the field page begins; what it needs is found from here. */
const fieldPage = '/src/field/FieldPage.vue'
const source = fileURLToPath(new URL('./serviceWorker.ts', import.meta.url))
/** Files beside the bundle that an installed page needs. */
const besides = ['index.html', 'icon.svg', 'manifest.webmanifest', 'icon-192.png', 'icon-512.png']
const MarkCharacters = 12

const markOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex').slice(0, MarkCharacters)

/** The bundle's files that the field page loads, now or later: its own, what it imports, their styles, and the entry that starts every page. */
export function filesOf(bundle: Rollup.OutputBundle): string[] {
  const chunks = Object.values(bundle).filter((one): one is Rollup.OutputChunk => one.type === 'chunk')
  const start = chunks.filter((chunk) => chunk.isEntry || chunk.facadeModuleId?.endsWith(fieldPage))
  const found = new Set<string>()

  function take(name: string, withLater: boolean) {
    const chunk = bundle[name]
    if (!chunk || chunk.type !== 'chunk' || found.has(name)) return
    found.add(name)
    for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style)
    for (const next of chunk.imports) take(next, false)
    if (withLater) for (const next of chunk.dynamicImports) take(next, true)
  }
  for (const chunk of chunks.filter((one) => one.moduleIds.some((id) => id.includes('/src/field/')))) take(chunk.fileName, true)
  for (const chunk of start) take(chunk.fileName, !chunk.isEntry)
  return [...found]
}

/** Writes `sw.js` beside the page: the worker with the list of what it keeps. */
export function fieldWorker(): Plugin {
  return {
    name: 'gridactors-field-worker',
    apply: 'build',
    writeBundle(options, bundle) {
      const folder = options.dir ?? ''
      const files = [...new Set([...filesOf(bundle), ...besides.filter((name) => existsSync(join(folder, name)))])].sort()
        .map((name) => ({ path: `/${name}`, mark: markOf(readFileSync(join(folder, name))) }))
      const script = ts.transpileModule(readFileSync(source, 'utf8'), { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, removeComments: true } }).outputText
      const version = markOf(JSON.stringify(files) + script)
      writeFileSync(join(folder, 'sw.js'), script
        .replace(/^export \{\};?\s*/m, '')
        .replaceAll('__FILES__', JSON.stringify(files))
        .replaceAll('__VERSION__', JSON.stringify(version)))
    },
  }
}
