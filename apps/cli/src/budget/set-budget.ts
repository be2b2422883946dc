import { findRun, type RunWish } from '../client/find-run.ts'
import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { dollars } from '../terminal/dollars.ts'

const SET_BUDGET = `mutation SetBudget($input: SetBudgetInput!) {
  setBudget(input: $input) { __typename ${REFUSAL} ... on SetBudgetSuccess { run { number status costUsd } } }
}`

interface Answer {
  setBudget: Refusal & { run?: { number: number; status: string; costUsd: number } }
}

/** Changes the budget of a run. @param budgetUsd in dollars; null removes the budget */
export async function setBudget(io: Io, wish: RunWish, budgetUsd: number | null): Promise<ExitCode> {
  const { api } = await requireServer()
  const found = await findRun(api, wish)
  const { setBudget: answer } = await api.request<Answer>(SET_BUDGET, { input: { runId: found.id, budgetUsd } })
  if (answer.run === undefined) throw refusedBy(answer)
  const { number, status, costUsd } = answer.run
  const now = budgetUsd === null ? 'has no budget' : `may cost ${dollars(budgetUsd)}`
  io.message(
    `Run ${number} of ${found.project} ${now}. It has cost ${dollars(costUsd)} so far and is ${status.toLowerCase()}.`,
  )
  return EXIT.done
}
