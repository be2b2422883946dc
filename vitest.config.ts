import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'apps/*/src/**/*.test.{ts,tsx}',
      'e2e/{engine,server}/**/*.test.ts',
      'scripts/**/*.test.ts',
      'examples/*.test.ts',
    ],
    globalSetup: 'scripts/gate/leftovers.ts',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
