import type { ApiClient } from '../../client/api-client.ts'
import { wholeList } from '../../client/whole-list.ts'
import { CommandError } from '../../command-error.ts'
import { EXIT } from '../../exit-codes.ts'

/** A task that an agent proposed, and about which nobody has decided. */
export interface FollowUp {
  id: string
  number: number
  title: string
  text: string | null
  epicKey: string
  dependsOn: readonly string[]
  task: { key: string; run: { number: number } }
}

const FOLLOW_UPS = `query FollowUps($id: ID!, $first: Int!) {
  project(id: $id) {
    followUps(first: $first, status: PROPOSED) { id number title text epicKey dependsOn task { key run { number } } }
  }
}`

/** All proposals of a project, newest first. */
export const followUpsOf = (api: ApiClient, id: string): Promise<readonly FollowUp[]> =>
  wholeList(async (first) => {
    const variables = { id, first }
    const { project } = await api.request<{ project: { followUps: readonly FollowUp[] } | null }>(FOLLOW_UPS, variables)
    return project?.followUps ?? []
  })

/** @throws CommandError when the project has no such proposal */
export async function followUpOf(api: ApiClient, project: { id: string; name: string }, number: number) {
  const found = (await followUpsOf(api, project.id)).find((one) => one.number === number)
  if (found) return found
  throw new CommandError(
    EXIT.usage,
    `${project.name} has no proposal ${number} that waits for a decision. To see them: coppice plan follow-ups`,
  )
}
