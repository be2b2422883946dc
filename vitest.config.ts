import { defineConfig } from 'vitest/config'

export default defineConfig({
  // vite would take its ES modules where Node, and so every package in node_modules, takes the others: two graphqls that refuse each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
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
    testTimeout: 180_000,
    // A state that others bring about is waited for, on a busy machine too; what never comes still fails.
    expect: { poll: { timeout: 90_000, interval: 25 } },
    hookTimeout: 120_000,
  },
})
