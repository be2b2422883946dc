import { keptRef, workBranch } from '../domain/naming.ts'
import { type Failure, NO_METRICS, type SessionMetrics } from '../domain/records.ts'
import {
  type AttemptOutcome,
  type Begun,
  endAttempt,
  returnToConflict,
  type SessionEnding,
} from '../lifecycle/attempt-lifecycle.ts'
import { tearDownWorktree } from '../worktrees/equip-worktree.ts'
import type { Lease } from '../worktrees/worktree-pool.ts'
import { afterFailure, attemptFailure } from './attempt-outcome.ts'
import { mayResolve } from './may-resolve.ts'
import type { RunContext } from './run-context.ts'
import type { SessionResult } from './session-result.ts'

/**
 * Nothing of the session is alive. What it left is committed (D5), then the record learns what became of it, and only then its
 * worktree is given back.
 */
export async function settleSession(ctx: RunContext, begun: Begun, lease: Lease, result: SessionResult): Promise<void> {
  await reportTripwire(ctx, begun)
  const harvested = await harvest(ctx, begun, lease, result)
  const settled =
    begun.session.kind === 'WORK'
      ? settleWork(ctx, begun, result, harvested)
      : settleConflict(ctx, begun, result, harvested)
  ctx.state.addCost(begun.task.id, metricsOf(result).costMicroUsd)
  if (!ctx.state.apply(await settled)) throw new Error(`session ${begun.session.number} was settled by somebody else`)
  if (harvested.is === 'kept') await ctx.pool.release(lease)
}

async function reportTripwire(ctx: RunContext, begun: Begun): Promise<void> {
  const { task, session } = begun
  const found = await ctx.tripwire.check(`${task.key}-session-${session.number}`)
  if (!found) return
  ctx.deps.log.warn({ runId: task.runId, task: task.key, session: session.number }, found)
  await ctx.deps.harness.notice(session.id, found)
}

/** What a session left. `stranded`: it could not be committed, so its worktree stays as it is and is handed to nobody. */
type Harvest =
  | { is: 'kept'; tip: string; forbidden: readonly string[]; unresolved: readonly string[]; teardown: Failure | null }
  | { is: 'stranded'; failure: Failure }

async function harvest(ctx: RunContext, begun: Begun, lease: Lease, result: SessionResult): Promise<Harvest> {
  const { session, task } = begun
  const none = { is: 'kept', tip: session.startCommit, forbidden: [], unresolved: [], teardown: null } as const
  if (!lease.worktree) return none
  try {
    const { copy, link } = ctx.state.run.settings
    const torn =
      result.is === 'ended' ? await tearDownWorktree(ctx.equipment, lease.path, ctx.abort) : { ok: true as const }
    const unresolved = session.kind === 'CONFLICT' ? await lease.worktree.unresolved(task.conflictFiles) : []
    const tip = await lease.worktree.commitAll(commitMessage(begun), [...copy, ...link])
    const forbidden = await lentPaths(ctx, session.startCommit, tip)
    return { is: 'kept', tip, forbidden, unresolved, teardown: torn.ok || torn.aborted ? null : torn.failure }
  } catch (error) {
    const reason = `its work could not be committed and stays in ${lease.path}: ${(error as Error).message}`
    ctx.deps.log.error({ runId: task.runId, task: task.key, err: error }, reason)
    return { is: 'stranded', failure: { class: 'infrastructure', reason, output: '' } }
  }
}

function commitMessage({ task, session }: Begun): string {
  const title = task.description.split('\n')[0]?.slice(0, 100) || task.key
  return session.kind === 'CONFLICT' ? `Resolve conflicts of ${task.key}\n` : `${title}\n`
}

/** I5: copied and linked paths are never committed, by no one. */
async function lentPaths(ctx: RunContext, startCommit: string, tip: string): Promise<string[]> {
  const lent = [...ctx.state.run.settings.copy, ...ctx.state.run.settings.link].map((path) => path.replace(/\/+$/, ''))
  if (lent.length === 0 || tip === startCommit) return []
  const changed = (await ctx.repository.diffStat(startCommit, tip)).map(({ path }) => path)
  return changed.filter((path) => lent.some((one) => path === one || path.startsWith(`${one}/`)))
}

function settleWork(ctx: RunContext, begun: Begun, result: SessionResult, left: Harvest) {
  const off = calledOff(result)
  const tipCommit = left.is === 'kept' ? left.tip : null
  const cost = ctx.state.costOf([begun.task])
  if (off) {
    const { status, outcome } = cutOff(off)
    return endAttempt(ctx.deps, begun, ending(result, status, null, tipCommit), outcome, cost)
  }
  const failure = workFailure(begun, result, left)
  if (!failure && left.is === 'kept' && result.is === 'ended') {
    const noChange = left.tip === begun.session.startCommit
    const outcome: AttemptOutcome = { to: 'MERGING', workCommit: left.tip, noChange }
    return endAttempt(ctx.deps, begun, ending(result, 'COMPLETED', null, tipCommit), outcome, cost)
  }
  const why = failure ?? { class: 'infrastructure', reason: 'unknown', output: '' }
  const { clock, backoff } = ctx.deps
  const outcome = afterFailure(begun.task, why, clock.now(), clock.random(), backoff)
  return endAttempt(ctx.deps, begun, ending(result, 'ERROR', why.reason, tipCommit), outcome, cost)
}

function workFailure(begun: Begun, result: SessionResult, left: Harvest): Failure | null {
  if (left.is === 'stranded') return left.failure
  if (result.is === 'failed') return result.failure
  if (result.is === 'called-off') return null
  const { tip, forbidden } = left
  return attemptFailure(result.end, { tip, startCommit: begun.session.startCommit, forbidden }) ?? left.teardown
}

/** A stop by a person, or by the server's end; null where the agent came to its own end. */
function calledOff(result: SessionResult): 'cancelled' | 'interrupted' | null {
  if (result.is === 'called-off') return result.why
  if (result.is !== 'ended') return null
  const { how } = result.end
  return how === 'cancelled' || how === 'interrupted' ? how : null
}

/** S5: what was cut off is tried again under a new number and does not count. */
function cutOff(why: 'cancelled' | 'interrupted'): { status: 'CANCELLED' | 'INTERRUPTED'; outcome: AttemptOutcome } {
  if (why === 'cancelled') return { status: 'CANCELLED', outcome: { to: 'CANCELLED', reason: 'cancelled' } }
  const reason = 'cut off when the server stopped'
  return { status: 'INTERRUPTED', outcome: { to: 'PENDING', failure: null, reason, retryAt: null, counts: false } }
}

/** D4: a resolution with unmerged entries or new conflict markers is refused. */
async function settleConflict(ctx: RunContext, begun: Begun, result: SessionResult, left: Harvest) {
  const off = calledOff(result)
  const tipCommit = left.is === 'kept' ? left.tip : null
  const failure = off ? null : conflictFailure(result, left)
  if (!off && !failure && left.is === 'kept') {
    const outcome: AttemptOutcome = { to: 'MERGING', workCommit: left.tip, noChange: false }
    return endAttempt(
      ctx.deps,
      begun,
      ending(result, 'COMPLETED', null, tipCommit),
      outcome,
      ctx.state.costOf([begun.task]),
    )
  }
  if (left.is === 'kept') await setAsideResolution(ctx, begun, left.tip)
  if (off === 'cancelled') {
    const outcome: AttemptOutcome = { to: 'CANCELLED', reason: 'cancelled' }
    return endAttempt(
      ctx.deps,
      begun,
      ending(result, 'CANCELLED', null, tipCommit),
      outcome,
      ctx.state.costOf([begun.task]),
    )
  }
  if (off)
    return returnToConflict(
      ctx.deps,
      begun,
      ending(result, 'INTERRUPTED', null, tipCommit),
      'cut off when the server stopped',
    )
  const reason = failure ?? 'the conflict was not resolved'
  const ended = ending(result, 'ERROR', reason, tipCommit)
  if (mayResolve(ctx, begun.task)) return returnToConflict(ctx.deps, begun, ended, reason)
  const outcome: AttemptOutcome = { to: 'CONFLICT', reason: `${begun.task.conflictFiles.join(', ')}: ${reason}` }
  return endAttempt(ctx.deps, begun, ended, outcome, ctx.state.costOf([begun.task]))
}

function conflictFailure(result: SessionResult, left: Harvest): string | null {
  if (left.is === 'stranded') return left.failure.reason
  if (result.is === 'failed') return result.failure.reason
  if (result.is === 'ended' && result.end.how !== 'exited') return `the conflict session was ${result.end.how}`
  if (result.is === 'ended' && result.end.exitCode !== 0)
    return `the conflict session ended with exit code ${result.end.exitCode}`
  if (left.unresolved.length > 0) return `the conflict session left ${left.unresolved.join(', ')} unresolved`
  return null
}

/** The work branch goes back to the finished work; what the session wrote stays on a kept ref (D5). */
async function setAsideResolution(ctx: RunContext, { task, session }: Begun, tip: string): Promise<void> {
  const work = task.workCommit
  if (work === null || tip === work) return
  const { number } = ctx.state.run
  await ctx.repository.updateRef(`${keptRef(number, task.key, session.attempt)}-session-${session.number}`, tip, null)
  await ctx.repository.updateRef(workBranch(number, task.key), work, tip)
}

function metricsOf(result: SessionResult): SessionMetrics {
  return result.is === 'ended' ? result.end.metrics : NO_METRICS
}

function ending(
  result: SessionResult,
  status: SessionEnding['status'],
  error: string | null,
  tipCommit: string | null,
): SessionEnding {
  return { status, error, tipCommit, metrics: metricsOf(result) }
}
