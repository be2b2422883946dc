import type { RunTaskRecord } from './records.ts'

type Work = Pick<RunTaskRecord, 'runId' | 'workCommit' | 'keptFromRunId'>

/**
 * Says whether a person made the work of the task (`resolveTask`). For such work, `keptFromRunId` is the id of the task's own run. For
 * other kept work, it is the id of an earlier run.
 */
export const isHandMade = ({ runId, workCommit, keptFromRunId }: Work): boolean =>
  workCommit !== null && keptFromRunId === runId
