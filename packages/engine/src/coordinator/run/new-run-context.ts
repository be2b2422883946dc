import pLimit from 'p-limit'
import { secretsOf } from '../../agents/agent-settings.ts'
import { runFolder } from '../../domain/naming.ts'
import type { RunRecord } from '../../domain/records.ts'
import { type StuckFolder, stuckText } from '../../domain/stuck-folder.ts'
import { tellOfRun } from '../../lifecycle/run-lifecycle.ts'
import { NO_CHECKS } from '../../merge/failed-checks.ts'
import { Verifier } from '../../merge/verifier.ts'
import { ChainLength } from '../merges/chain-length.ts'
import { placeOf } from '../sessions/order-for.ts'
import { Slots } from '../sessions/slots.ts'
import type { OpenedRun } from './open-run.ts'
import type { ExecutionDeps, RunContext } from './run-context.ts'
import { runTip } from './run-tip.ts'
import { TaskAborts } from './task-aborts.ts'

export function newRunContext(
  deps: ExecutionDeps,
  { project, repository, state, history }: OpenedRun,
  { abort, track, wake }: Pick<RunContext, 'abort' | 'track' | 'wake'>,
): RunContext {
  const { run } = state
  // A2: verify may print a secret of an agent, because the agent can write the secret into a file. After `take`, the values of these
  // secrets are redacted.
  deps.passed.take(state.tasks.flatMap(({ settings }) => secretsOf(settings.agent, deps.agents)))
  const env = { ...deps.env, ...repository.submoduleAccess, ...deps.passed.take(run.settings.env) }
  const equipment = { shell: deps.shell, settings: run.settings, checkout: repository.path, env }
  const root = `${deps.worktreesRoot}/${runFolder(run.projectId, run.number)}`
  const tellStuck = (stuck: StuckFolder) => {
    deps.log.warn({ runId: run.id, err: stuck.error }, stuckText(stuck))
    track(tellOfRun(deps, run.id, stuckText(stuck)).then((told) => state.applyRun(told)))
  }
  return {
    deps,
    state,
    place: placeOf(project, run),
    repository,
    slots: new Slots(),
    verifier: new Verifier(repository, equipment, root, deps, tellStuck),
    chooseSession: deps.chooserOf(run.settings, history),
    sessionLimit: pLimit(run.maxConcurrency),
    live: new Map(),
    intent: 'going',
    recallAll: null,
    abort,
    aborts: new TaskAborts(abort),
    red: NO_CHECKS,
    chainLength: new ChainLength(mostTogether(run)),
    tip: () => runTip(deps, repository, state),
    track,
    wake,
  }
}

/**
 * Returns how many merges of a run are verified together at most (ADR 0085). A sequential run is what all others are compared with (S8), so it
 * verifies each merge. With `EPIC`, the next task of a lane starts from the merge before it, whose tree must have passed (S3).
 */
const mostTogether = ({ mode, isolation, settings }: RunRecord): number =>
  mode === 'SEQUENTIAL' || isolation === 'EPIC' ? 1 : settings.verifyTogether
