import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts', admin: 'src/host/admin-client.ts', main: 'src/main.ts', cli: 'src/cli/main.ts', 'pglite-thread': 'src/adapters/pglite/thread-main.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node22',
  splitting: true,
  clean: true,
  dts: process.env['PALAVER_NO_DTS'] === '1' ? false : { entry: { index: 'src/index.ts', admin: 'src/host/admin-client.ts' } },
})
