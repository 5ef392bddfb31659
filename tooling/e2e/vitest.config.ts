import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['source', 'module', 'node'] },
  ssr: { resolve: { conditions: ['source', 'module', 'node'] } },
  test: {
    include: ['tooling/e2e/**/*.test.ts'],
    // What `npm start` runs: built JavaScript.
    globalSetup: 'tooling/e2e/global-setup.ts',
    fileParallelism: false,
    // One story in steps: once one fails, those after it only repeat the failure.
    bail: 1,
    // As in the other tests: `npm test` tries once more, and says so.
    retry: Number(process.env['PALAVER_TEST_RETRIES'] ?? 0),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
