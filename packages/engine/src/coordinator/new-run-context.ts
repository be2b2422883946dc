import pLimit from 'p-limit'
import type { ProjectRecord } from '../domain/records.ts'
import { Verifier } from '../merge/verifier.ts'
import type { Repository } from '../ports/git.ts'
import { WorktreePool } from '../worktrees/worktree-pool.ts'
import { type ExecutionDeps, type RunContext, runFolder } from './run-context.ts'
import type { RunState } from './run-state.ts'
import { runTip } from './run-tip.ts'
import { TaskAborts } from './task-aborts.ts'
import { Tripwire } from './tripwire.ts'

/** What the steps of a run share, before the first of them. */
export function newRunContext(
  deps: ExecutionDeps,
  { project, repository, state }: { project: ProjectRecord; repository: Repository; state: RunState },
  { abort, track, lookAgain }: Pick<RunContext, 'abort' | 'track' | 'lookAgain'>,
): RunContext {
  const { run } = state
  const root = `${deps.worktreesRoot}/${runFolder(run)}`
  // Before anything of this run is read: what an earlier server's agents said is redacted too.
  const env = { ...deps.env, ...deps.passed.take(run.settings.env) }
  const equipment = { shell: deps.shell, settings: run.settings, checkout: repository.path, env }
  return {
    deps,
    state,
    projectName: project.name,
    repository,
    pool: new WorktreePool(repository, root, run.settings.keepIgnored),
    verifier: new Verifier(repository, equipment, root, deps),
    equipment,
    tripwire: new Tripwire(repository, `${deps.quarantineRoot}/${runFolder(run)}`),
    gate: pLimit(run.maxConcurrency),
    processes: new Map(),
    intent: 'going',
    leaving: false,
    abort,
    aborts: new TaskAborts(abort),
    red: false,
    tip: () => runTip(deps, repository, state),
    track,
    lookAgain,
  }
}
