import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tooling/packaging/**/*.test.ts'],
    globalSetup: 'tooling/packaging/global-setup.ts',
    // Two cores, and a browser among the tests.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
