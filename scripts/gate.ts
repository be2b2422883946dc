/** `pnpm check`, which `npm test` also runs. It runs every check and ends with a line `N passed, N failed`. */
import { playwright } from './gate/playwright.ts'
import { runSteps } from './gate/run-steps.ts'
import { boundaries, build, consoleTypes, generated, lint, types } from './gate/static-checks.ts'
import { summary, total } from './gate/summary.ts'
import { vitest } from './gate/vitest.ts'

const results = await runSteps([generated, lint, types, boundaries, build, consoleTypes, vitest, playwright])
console.log(summary(results))
process.exitCode = total(results).failed === 0 ? 0 : 1
