import type { SessionKind } from '../domain/statuses.ts'
import { portBase } from './port-block.ts'

export interface SessionFacts {
  projectId: string
  projectName: string
  run: number
  taskKey: string
  epicKey: string
  attempt: number
  session: number
  kind: SessionKind
  /** Absolute paths of files that lie outside the worktree. */
  promptFile: string
  /** Lists the conflicting files, one a line; conflict sessions alone. */
  conflictFilesFile: string | null
  /** Of the worktree, within the run. */
  slot: number
}

/** The `COPPICE_*` variables that every attempt's process gets (docs/plan-files.md); they come on top of the allow-list (A2). */
export function sessionEnvironment(facts: SessionFacts): Record<string, string> {
  return {
    COPPICE_PROJECT: facts.projectName,
    COPPICE_RUN: String(facts.run),
    COPPICE_TASK: facts.taskKey,
    COPPICE_EPIC: facts.epicKey,
    COPPICE_ATTEMPT: String(facts.attempt),
    COPPICE_SESSION: String(facts.session),
    COPPICE_SESSION_KIND: facts.kind.toLowerCase(),
    COPPICE_PROMPT_FILE: facts.promptFile,
    ...(facts.conflictFilesFile === null ? {} : { COPPICE_CONFLICT_FILES: facts.conflictFilesFile }),
    COPPICE_PORT_BASE: String(portBase(facts.projectId, facts.slot)),
  }
}
