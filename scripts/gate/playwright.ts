import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.ts'
import { countPlaywright } from './playwright-report.ts'
import { inRoot } from './root.ts'
import { runProgram } from './run-program.ts'
import type { Step } from './step.ts'
import { testFolder } from './test-folder.ts'

/** The tests of the console in a real browser. */
export const playwright: Step = {
  name: 'browser',
  async run() {
    const chromium = findChromium()
    const folder = mkdtempSync(join(tmpdir(), 'coppice-gate-'))
    const file = join(folder, 'playwright.json')
    const env = { COPPICE_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file, CI: '1', TMPDIR: testFolder() }
    try {
      const ok = await runProgram(PLAYWRIGHT_CLI, ['test', '--reporter=list,json'], { cwd: inRoot('e2e'), env })
      return countPlaywright(JSON.parse(readFileSync(file, 'utf8')), ok)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

const PLAYWRIGHT_CLI = inRoot('e2e/node_modules/@playwright/test/cli.js')
