import { defineConfig } from '@playwright/test'
import { launchOptions } from './browser/chromium.ts'

export default defineConfig({
  testDir: 'browser',
  workers: 1,
  timeout: 1_800_000,
  expect: { timeout: 240_000 },
  reporter: 'list',
  outputDir: '../test-results',
  use: {
    viewport: { width: 1440, height: 900 },
    actionTimeout: 240_000,
    trace: 'retain-on-failure',
    launchOptions,
  },
})
