import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const server = process.env['PALAVER_URL'] ?? 'http://127.0.0.1:3000'

/** `vite --mode fixture` shows every screen without a server: the app, though not the fixtures themselves, gets a client of canned data. */
const fixtures: Plugin = {
  name: 'palaver-fixtures',
  enforce: 'pre',
  resolveId: (id, importer) =>
    id === '@palaver/client' && !importer?.includes('/src/fixture/') ? here('./src/fixture/client.ts') : undefined,
}

export default defineConfig(({ mode }) => ({
  root: here('.'),
  plugins: [react(), ...(mode === 'fixture' ? [fixtures] : [])],
  resolve: {
    // The workspace's packages are taken from their TypeScript sources, so nothing has to be built before.
    conditions: ['source', ...defaultClientConditions],
  },
  server: { host: '127.0.0.1', proxy: { '/v1': { target: server, ws: true } } },
  build: { target: ['chrome123', 'firefox128', 'safari18'], modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
}))
