import { randomUUID } from 'node:crypto'
import { oneLine } from '../domain/naming.ts'
import type { ProjectRecord } from '../domain/records.ts'
import { InvalidInput } from '../domain/refusals.ts'
import { DEFAULT_PROJECT_SETTINGS } from '../domain/settings.ts'
import { baseBranch } from './base-branch.ts'
import type { CommandDeps } from './command-deps.ts'
import { firstTrust } from './first-trust.ts'

export interface NewProject {
  name: string
  repositoryPath: string
  /** When absent, the project takes the branch that is checked out. */
  baseBranch?: string | null
  sample?: boolean
}

const MAX_NAME_LENGTH = 100

/** Creates the record of a project, without storing it. @throws InvalidInput, InvalidRepository */
export async function newProject(
  deps: Pick<CommandDeps, 'git' | 'clock' | 'store'>,
  input: NewProject,
): Promise<ProjectRecord> {
  const name = checkedName(input.name)
  const repository = await deps.git.open(input.repositoryPath)
  await repository.assertReady('HEAD')
  return {
    id: randomUUID(),
    name,
    repositoryPath: repository.path,
    baseBranch: await baseBranch(repository, input.baseBranch ?? null),
    planVersion: 0,
    settings: DEFAULT_PROJECT_SETTINGS,
    lastRunNumber: 0,
    sample: input.sample ?? false,
    trustedPrograms: await firstTrust(deps, repository),
    budgetMicroUsd: null,
    dayBudgetMicroUsd: null,
    createdAt: deps.clock.now(),
  }
}

function checkedName(name: string): string {
  const trimmed = name.trim()
  const wrong = (message: string) => new InvalidInput([{ path: 'name', message }])
  if (trimmed === '') throw wrong('A project needs a name.')
  if (trimmed.length > MAX_NAME_LENGTH)
    throw wrong(`The name of a project has at most ${MAX_NAME_LENGTH} characters. Choose a shorter one.`)
  if (oneLine(trimmed) !== trimmed)
    throw wrong('The name of a project contains no line breaks or control characters. Remove them.')
  return trimmed
}
