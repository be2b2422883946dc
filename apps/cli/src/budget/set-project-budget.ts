import { onlyProject } from '../client/only-project.ts'
import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { requireServer } from '../client/require-server.ts'
import type { RunFilter } from '../client/run-filter.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { dollars } from '../terminal/dollars.ts'

const SET_PROJECT_BUDGET = `mutation SetProjectBudget($input: SetProjectBudgetInput!) {
  setProjectBudget(input: $input) { __typename ${REFUSAL}
    ... on SetProjectBudgetSuccess { project { name budgets { pot spentUsd } activeRun { number status } } }
  }
}`

interface Answer {
  setProjectBudget: Refusal & {
    project?: {
      name: string
      budgets: readonly { pot: string; spentUsd: number }[]
      activeRun: { number: number; status: string } | null
    }
  }
}

/** Changes the budget of a project, or its budget for a day. @param budgetUsd in dollars; null removes the budget */
export async function setProjectBudget(
  io: Io,
  filter: RunFilter,
  pot: 'project' | 'day',
  budgetUsd: number | null,
): Promise<ExitCode> {
  const { api } = await requireServer()
  const { id } = await onlyProject(api, filter)
  const input = { projectId: id, ...(pot === 'project' ? { budgetUsd } : { dayBudgetUsd: budgetUsd }) }
  const { setProjectBudget: answer } = await api.request<Answer>(SET_PROJECT_BUDGET, { input })
  if (answer.project === undefined) throw refusedBy(answer)
  const { name, budgets, activeRun } = answer.project
  const spent = budgets.find((one) => one.pot === pot.toUpperCase())?.spentUsd
  const of = pot === 'day' ? ' on one day (UTC)' : ''
  const now =
    budgetUsd === null ? `has no budget${pot === 'day' ? ' for a day' : ''}` : `may cost ${dollars(budgetUsd)}${of}`
  const sofar = spent === undefined ? '' : ` It has cost ${dollars(spent)} ${pot === 'day' ? 'today' : 'so far'}.`
  const run = activeRun === null ? '' : ` Run ${activeRun.number} is ${activeRun.status.toLowerCase()}.`
  io.message(`The project ${name} ${now}.${sofar}${run}`)
  return EXIT.done
}
