import { defineConfig } from '@playwright/test'

/** `COPPICE_CHROMIUM` is the browser that the gate has found. Without it, Playwright uses its own. */
const executablePath = process.env.COPPICE_CHROMIUM

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
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    },
  },
})
