import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Vite adds `import` and `default`; given here they would reach Node and break packages that `require` their own kind.
const conditions = ['source', 'node']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      // A worker loads the server once for all of its files, not once for each: a quarter of the time. Whoever needs a module of its own puts its tests below.
      { extends: true, test: { name: 'shared', isolate: false, include: ['packages/!(react)/test/**/*.test.ts', 'tooling/test/**/*.test.ts', 'bench/test/**/*.test.ts'] } },
      // These put others in the place of modules, or have a page.
      { extends: true, test: { name: 'apart', include: ['packages/react/test/**/*.test.{ts,tsx}', 'apps/*/test/**/*.test.{ts,tsx}'] } },
    ],
    globalSetup: ['packages/server/test/support/global-setup.ts'],
    // Many tests wait for servers of their own: two at a time fill a machine that has two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A shared machine may stall for longer than a test waits, and the report says what needed a second try. What a search has found it may not find again: that fails at once.
    retry: { count: Number(process.env['PALAVER_TEST_RETRIES'] ?? 0), condition: /^(?!Property failed)/ },
  },
})
