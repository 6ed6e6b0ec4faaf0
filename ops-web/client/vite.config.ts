import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { fieldWorker } from './worker/fieldWorker.ts'

/** Where `vite dev` finds the district's service; the built client is served by the service itself. */
const service = process.env['GRIDACTORS_URL'] ?? 'http://127.0.0.1:5080'

/** `GRIDACTORS_FAKE=1 npm run dev` works on invented cases, without a service. */
const fakes = async () => process.env['GRIDACTORS_FAKE'] ? [(await import('./dev/fakeServer.ts')).fakeService()] : []

export default defineConfig(async () => ({
  plugins: [vue(), fieldWorker(), ...(await fakes())],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: {
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __VUE_OPTIONS_API__: false,
  },
  build: {
    outDir: '../wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the page's policy allows no data: scripts or workers
    chunkSizeWarningLimit: 1200, // MapLibre alone is about 1 MB
  },
  worker: { format: 'es' as const },
  preview: { host: '127.0.0.1' },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: {
      '/api': service,
      '/health': service,
      '/hubs': { target: service, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'worker/**/*.test.ts'],
    restoreMocks: true,
  },
}))
