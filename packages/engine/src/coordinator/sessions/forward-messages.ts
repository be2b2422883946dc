import type { ExecutionDeps } from '../run/run-context.ts'

/**
 * Sends all messages that the agents of a run have not acknowledged. A message that is sent a second time has the same id, so the agent
 * ignores it (R1).
 */
export async function forwardMessages(
  { store, dispatch, log }: Pick<ExecutionDeps, 'store' | 'dispatch' | 'log'>,
  runId: string,
): Promise<void> {
  for (const { id, sessionId, message, author } of await store.openSessionMessages(runId))
    try {
      await dispatch.transcripts.send(sessionId, id, message, author)
    } catch (error) {
      log.warn({ runId, sessionId, message: id, err: error }, 'a message could not be sent to the agent of its session')
    }
}
