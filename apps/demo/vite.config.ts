import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const server = process.env['PALAVER_URL'] ?? 'http://127.0.0.1:3000'

export default defineConfig(({ mode }) => ({
  root: here('.'),
  plugins: [react()],
  resolve: {
    // The workspace's packages are taken from their TypeScript sources, so nothing has to be built before.
    conditions: ['source', ...defaultClientConditions],
    // `vite --mode fixture` shows every screen without a server: the client is replaced by canned data.
    alias: mode === 'fixture' ? { '@palaver/client': here('./src/fixture/client.ts') } : {},
  },
  server: { host: '127.0.0.1', proxy: { '/v1': { target: server, ws: true } } },
  build: { target: ['chrome123', 'firefox128', 'safari18'], modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
}))
