// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Rollup } from 'vite'
import { filesOf } from './fieldWorker'

const chunk = (fileName: string, over: Partial<Rollup.OutputChunk> = {}) =>
  ({ type: 'chunk', fileName, isEntry: false, facadeModuleId: null, imports: [], dynamicImports: [], moduleIds: [], ...over }) as unknown as Rollup.OutputChunk

describe('what an installed page keeps', () => {
  it('is the field page with all it needs and will need, and no map', () => {
    const bundle = Object.fromEntries([
      chunk('index.js', { isEntry: true, dynamicImports: ['field.js', 'operator.js'], moduleIds: ['/src/main.ts'] }),
      chunk('field.js', { facadeModuleId: '/x/src/field/FieldPage.vue', moduleIds: ['/x/src/field/FieldPage.vue'], imports: ['index.js', 'hub.js'], dynamicImports: ['screens.js'] }),
      chunk('screens.js', { moduleIds: ['/x/src/field/TasksTab.vue'], imports: ['shared.js'], dynamicImports: ['sketch.js'] }),
      chunk('sketch.js', { moduleIds: ['/x/src/field/cellSketch.ts'] }),
      chunk('hub.js'), chunk('shared.js'),
      chunk('operator.js', { moduleIds: ['/x/src/operator/OperatorPage.vue'], imports: ['map.js'] }), chunk('map.js'),
    ].map((one) => [one.fileName, one]))
    expect(filesOf(bundle).sort()).toEqual(['field.js', 'hub.js', 'index.js', 'screens.js', 'shared.js', 'sketch.js'])
  })
})
