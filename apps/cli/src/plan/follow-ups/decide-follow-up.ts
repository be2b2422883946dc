import { onlyProject } from '../../client/only-project.ts'
import { REFUSAL, type Refusal, refusedBy } from '../../client/refused-by.ts'
import type { RunFilter } from '../../client/run-filter.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { Io } from '../../io.ts'
import { useServer } from '../../run/use-server.ts'
import { followUpOf } from './follow-ups-of.ts'

const ACCEPT = `mutation Accept($input: AcceptFollowUpInput!) {
  decided: acceptFollowUp(input: $input) { __typename ${REFUSAL} ... on AcceptFollowUpSuccess { taskKey } }
}`
const REJECT = `mutation Reject($input: RejectFollowUpInput!) { decided: rejectFollowUp(input: $input) { __typename ${REFUSAL} } }`

export interface AcceptOptions extends RunFilter {
  epic?: string
  dependsOn?: string[]
  dependencies?: boolean
}

/** Adds a proposed task to the plan. */
export async function acceptFollowUp(
  io: Io,
  number: number,
  { epic, dependsOn, dependencies, ...filter }: AcceptOptions,
): Promise<ExitCode> {
  await using server = await useServer(io)
  const { api } = server.link
  const project = await onlyProject(api, filter)
  const { id: followUpId } = await followUpOf(api, project, number)
  const input = { followUpId, epicKey: epic, dependsOn: dependencies === false ? [] : dependsOn }
  const { decided } = await api.request<{ decided: Refusal & { taskKey?: string } }>(ACCEPT, { input })
  if (decided.__typename !== 'AcceptFollowUpSuccess') throw refusedBy(decided)
  io.message(`Added ${decided.taskKey} to the plan of ${project.name}. The next run carries it out: coppice run`)
  return EXIT.done
}

export async function rejectFollowUp(io: Io, number: number, filter: RunFilter): Promise<ExitCode> {
  await using server = await useServer(io)
  const { api } = server.link
  const project = await onlyProject(api, filter)
  const { id: followUpId, title } = await followUpOf(api, project, number)
  const { decided } = await api.request<{ decided: Refusal }>(REJECT, { input: { followUpId } })
  if (decided.__typename !== 'RejectFollowUpSuccess') throw refusedBy(decided)
  io.message(`Rejected ${number}: ${title}. The plan stays as it is.`)
  return EXIT.done
}
