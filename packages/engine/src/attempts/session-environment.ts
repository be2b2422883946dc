import type { AttemptOrder } from '../domain/attempt-order.ts'
import { portBase } from './port-block.ts'

/** The absolute paths of files for the agent that are outside its worktree. */
export interface ProvidedFiles {
  promptFile: string
  /** A file that lists the conflicting files, one per line. It is null when there is no conflict. */
  conflictFilesFile: string | null
}

/** Returns the `COPPICE_*` variables of an attempt's agent (docs/plan-files.md). The agent also gets the variables of the allow-list (A2). */
export function sessionEnvironment(
  { run, task, attempt, session, kind, slot, tree }: AttemptOrder,
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
    COPPICE_BASE_COMMIT: tree.baseCommit,
    ...(conflictFilesFile === null ? {} : { COPPICE_CONFLICT_FILES: conflictFilesFile }),
    COPPICE_PORT_BASE: String(portBase(run.projectId, slot)),
  }
}
