import type { RunTaskRecord } from '../../domain/records.ts'
import {
  type BeginningSession,
  type ExpertiseOfSession,
  expertiseOf,
  getsExpertise,
} from '../../session-kinds/prompt/expertise-of.ts'
import type { RunContext } from '../run/run-context.ts'

/** Reads the expertise of the project, and chooses what the prompt of a new session contains (E2). */
export async function expertiseFor(
  { deps, state }: RunContext,
  session: BeginningSession,
  task: RunTaskRecord,
): Promise<ExpertiseOfSession> {
  const { projectId, settings } = state.run
  const entries = getsExpertise(session.kind, settings) ? await deps.store.expertise(projectId) : []
  return expertiseOf(session, task, settings, entries)
}
