import type { AttemptOrder } from '../domain/attempt-order.ts'
import { portBase } from './port-block.ts'

/** Absolute paths of files that lie outside the worktree. */
export interface ProvidedFiles {
  promptFile: string
  /** Lists the conflicting files, one a line; null when there is no conflict. */
  conflictFilesFile: string | null
}

/** The `COPPICE_*` variables that every attempt's process gets (docs/plan-files.md); they come on top of the allow-list (A2). */
export function sessionEnvironment(
  { run, task, attempt, session, kind, slot }: AttemptOrder,
  { promptFile, conflictFilesFile }: ProvidedFiles,
): Record<string, string> {
  return {
    COPPICE_PROJECT: run.projectName,
    COPPICE_RUN: String(run.run),
    COPPICE_TASK: task.key,
    COPPICE_EPIC: task.epicKey,
    COPPICE_ATTEMPT: String(attempt),
    COPPICE_SESSION: String(session),
    COPPICE_SESSION_KIND: kind.toLowerCase(),
    COPPICE_PROMPT_FILE: promptFile,
    ...(conflictFilesFile === null ? {} : { COPPICE_CONFLICT_FILES: conflictFilesFile }),
    COPPICE_PORT_BASE: String(portBase(run.projectId, slot)),
  }
}
