import { typedBudget } from '../words/budget.ts'

/** The input of the start panel. */
export interface StartForm {
  mode: 'PARALLEL' | 'SEQUENTIAL'
  slots: number
  strategy: 'BATCHES' | 'CONTINUOUS'
  isolation: 'TASK' | 'EPIC'
  /** What a person typed as the budget in dollars. An empty text means no limit. */
  budget: string
}

export const FIRST_FORM: StartForm = { mode: 'PARALLEL', slots: 3, strategy: 'BATCHES', isolation: 'TASK', budget: '' }

/** Quotes a text for a POSIX shell. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

/** @returns the command that starts the same run in a terminal. It uses the default name of a plan, because the server does not store the name. */
export function startCommand(project: { name: string; repositoryPath: string }, form: StartForm): string {
  const { mode, slots, strategy, isolation, budget } = form
  const { usd } = typedBudget(budget)
  const parallel =
    mode === 'PARALLEL'
      ? ` --parallel --max-concurrency ${slots} --strategy ${strategy.toLowerCase()} --isolation ${isolation.toLowerCase()}`
      : ''
  return `coppice run --repo ${quoted(project.repositoryPath)} --name ${quoted(project.name)} --plan coppice.plan.yaml${parallel}${usd === null ? '' : ` --budget ${usd}`}`
}
