import type { ApiClient } from '../client/api-client.ts'
import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { harmless } from '../terminal/harmless.ts'
import { changeLines, PLAN_CHANGES, type PlanChanges, type Safeguard } from './plan-changes.ts'
import { REMOVABLE, type Removable } from './run-options.ts'

export interface PlanToImport {
  projectId: string
  source: string
  remove: readonly Removable[]
  /** Whether the project was created just now. If so, every change is expected, and no list of changes is printed. */
  isNew: boolean
}

type Answer = Refusal & { changes?: PlanChanges; safeguards?: readonly Safeguard[] }

const IMPORT_PLAN = `mutation ImportPlan($input: ImportPlanInput!) {
  importPlan(input: $input) {
    __typename ${REFUSAL}
    ... on ImportPlanSuccess { changes { ${PLAN_CHANGES} } }
    ... on InvalidPlanError { problems { path message line column } }
    ... on SafeguardRemovedError { safeguards changes { ${PLAN_CHANGES} } }
  }
}`

/**
 * Imports the plan and prints what it changes in the project. If the plan removes a safeguard (verify, delivery by hand), it asks first
 * (P6).
 * @throws CommandError when the server refuses the plan, and when nobody allows the removal
 */
export async function importPlan(io: Io, api: ApiClient, plan: PlanToImport): Promise<void> {
  const allowed = plan.remove.map((name) => REMOVABLE[name])
  const first = await send(api, plan, allowed)
  const answer =
    first.safeguards && (await isWanted(io, first)) ? await send(api, plan, [...allowed, ...first.safeguards]) : first
  if (answer.safeguards) throw notRemoved(answer, answer.safeguards)
  if (answer.__typename !== 'ImportPlanSuccess') throw refusedBy(answer)
  const lines = plan.isNew || !answer.changes ? [] : changeLines(answer.changes)
  if (lines.length > 0) io.message(['The plan changes the project:', ...lines].join('\n'))
}

async function send(
  api: ApiClient,
  { projectId, source }: PlanToImport,
  mayRemove: readonly Safeguard[],
): Promise<Answer> {
  const variables = { input: { projectId, source, mayRemove } }
  return (await api.request<{ importPlan: Answer }>(IMPORT_PLAN, variables)).importPlan
}

async function isWanted(io: Io, { message, changes }: Answer): Promise<boolean> {
  const lines = changes ? changeLines(changes) : []
  return io.confirm([harmless(message ?? ''), ...lines, 'Import it anyway?'].join('\n'))
}

function notRemoved({ message }: Answer, safeguards: readonly Safeguard[]): CommandError {
  const names = Object.entries(REMOVABLE).filter(([, safeguard]) => safeguards.includes(safeguard))
  const flag = `--remove ${names.map(([name]) => name).join(' ')}`
  return new CommandError(EXIT.usage, `Nothing was imported. ${message} To allow it: coppice run ${flag}`)
}
