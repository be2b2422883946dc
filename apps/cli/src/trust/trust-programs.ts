import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { requireServer } from '../client/require-server.ts'
import { filteredProjects, type RunFilter } from '../client/run-filter.ts'
import { CommandError } from '../command-error.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'

interface Answer {
  trustPrograms: { __typename: 'TrustProgramsSuccess'; programs: readonly { key: string; value: string }[] } | Refusal
}

const TRUST = `mutation Trust($input: TrustProgramsInput!) {
  trustPrograms(input: $input) { __typename ... on TrustProgramsSuccess { programs { key value } } ${REFUSAL} }
}`

/** Trusts the filters and merge drivers that the git config of the repository names now (I2: Coppice's git runs only trusted programs). */
export async function trustPrograms(io: Io, filter: RunFilter): Promise<ExitCode> {
  const { api } = await requireServer()
  const [project, ...others] = await filteredProjects(api, filter)
  if (!project) throw new CommandError(EXIT.usage, 'There is no project yet. To create one from a plan: coppice run')
  if (others.length > 0) {
    const names = [project, ...others].map(({ name }) => name).join(', ')
    throw new CommandError(EXIT.usage, `Several projects match: ${names}. Choose one: --project NAME`)
  }
  const { trustPrograms: answer } = await api.request<Answer>(TRUST, { input: { projectId: project.id } })
  if (!('programs' in answer)) throw refusedBy(answer)
  for (const { key, value } of answer.programs) io.out(`${key} = ${value}`)
  io.message(
    answer.programs.length === 0
      ? `The git config of the repository names no filter or merge driver, so ${project.name} trusts none.`
      : `${project.name} trusts these programs, from its next run on.`,
  )
  return EXIT.done
}
