import { prepareOnly } from '../bootstrap.mjs'
import { inRoot } from './root.ts'
import { runProgram } from './run-program.ts'
import { type Count, FAILED, PASSED, type Step } from './step.ts'

const never = new AbortController().signal
const asCount = (ok: boolean): Count => (ok ? PASSED : FAILED)

const tool = (name: string, script: string, args: readonly string[]): Step => ({
  name,
  run: async () => asCount(await runProgram(inRoot(`node_modules/${script}`), args, { cwd: inRoot('.') })),
})

const prepared = (name: string, step: 'generated' | 'console'): Step => ({
  name,
  run: () => prepareOnly(step, never).then(() => PASSED),
})

export const generated = prepared('generated code', 'generated')
export const build = prepared('console build', 'console')
export const lint = tool('format and lint', '@biomejs/biome/bin/biome', ['check', '.'])
export const types = tool('types', 'typescript/bin/tsc', ['-p', '.'])
export const consoleTypes = tool('types of the console', 'typescript/bin/tsc', ['-p', 'apps/web'])
export const boundaries = tool('import directions', 'dependency-cruiser/bin/dependency-cruiser.mjs', [
  '--config',
  '.dependency-cruiser.cjs',
  'apps',
  'packages',
  'prisma',
])
