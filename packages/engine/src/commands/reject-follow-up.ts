import type { ProjectRecord } from '../domain/records.ts'
import { projectOf } from '../reads/project-of.ts'
import { decidedBefore, openFollowUp } from './accept-follow-up.ts'
import type { CommandDeps } from './command-deps.ts'

export interface RejectFollowUp {
  followUpId: string
  /** The name of who rejects; absent when it is not known. */
  author?: string
}

/** Rejects a task that an agent proposed. It changes no plan, so it is also possible while a run is active. */
export async function rejectFollowUp(
  deps: CommandDeps,
  { followUpId, author }: RejectFollowUp,
): Promise<ProjectRecord> {
  const followUp = await openFollowUp(deps, followUpId)
  const decision = {
    status: 'REJECTED',
    decidedAt: deps.clock.now(),
    decidedBy: author ?? null,
    taskKey: null,
  } as const
  const isFirst = await deps.store.transaction((tx) => tx.decideFollowUp(followUp.id, decision))
  if (!isFirst) throw decidedBefore(followUp)
  return projectOf(deps, followUp.projectId)
}
