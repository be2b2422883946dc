import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Vite would take its ES modules, but Node, and so every package in node_modules, takes the CommonJS ones. The two copies of graphql
  // would refuse each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'apps/*/src/**/*.test.{ts,tsx}',
      'e2e/{engine,field,server}/**/*.test.ts',
      'scripts/**/*.test.ts',
      'examples/*.test.ts',
    ],
    // A file whose tests all need what this machine lacks has no test (testWhere). The gate fails for any other file without a test.
    passWithNoTests: true,
    globalSetup: 'scripts/gate/leftovers.ts',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 900_000,
    // Tests wait for a state that other processes bring about, even on a busy machine. A state that never comes still fails.
    expect: { poll: { timeout: 480_000, interval: 25 } },
    hookTimeout: 900_000,
  },
})
