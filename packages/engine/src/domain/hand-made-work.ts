import type { RunTaskRecord } from './records.ts'

type Work = Pick<RunTaskRecord, 'runId' | 'workCommit' | 'keptFromRunId'>

/**
 * Whether a person made the work of the task (`resolveTask`). The record says so by kept work "of an earlier run" that is the task's own
 * run. So the work enters the merge queue without a session.
 */
export const isHandMade = ({ runId, workCommit, keptFromRunId }: Work): boolean =>
  workCommit !== null && keptFromRunId === runId
