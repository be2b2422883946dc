import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inRoot } from './root.ts'
import { runProgram } from './run-program.ts'
import type { Step } from './step.ts'
import { countVitest } from './vitest-report.ts'

/** All tests of vitest: unit tests, properties, tests with real git and both databases, and tests of the running server. */
export const vitest: Step = {
  name: 'tests',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'coppice-gate-'))
    const file = join(folder, 'vitest.json')
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    try {
      const ok = await runProgram(inRoot('node_modules/vitest/vitest.mjs'), args, { cwd: inRoot('.') })
      return countVitest(JSON.parse(readFileSync(file, 'utf8')), ok, needsAnotherMachine)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** Returns whether the tests of a file may all be left out, because they need what a machine may lack. They are made by `testWhere`. */
const needsAnotherMachine = (path: string): boolean => readFileSync(path, 'utf8').includes('testWhere')
