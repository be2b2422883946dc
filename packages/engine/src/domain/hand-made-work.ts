import type { RunTaskRecord } from './records.ts'

type Work = Pick<RunTaskRecord, 'runId' | 'workCommit' | 'keptFromRunId'>

/**
 * Whether a person made the work of the task (`resolveTask`). Then `keptFromRunId`, which otherwise names an earlier run, names the task's
 * own run.
 */
export const isHandMade = ({ runId, workCommit, keptFromRunId }: Work): boolean =>
  workCommit !== null && keptFromRunId === runId
