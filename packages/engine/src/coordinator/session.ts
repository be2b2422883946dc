import type { AttemptEnd } from '../domain/attempt-report.ts'
import { type Begun, recordProcess } from '../lifecycle/attempt-lifecycle.ts'
import { sessionNow } from '../lifecycle/record-now.ts'
import type { Worktree } from '../ports/git.ts'
import type { RunningProcess } from '../ports/hosts.ts'
import { equipWorktree } from '../worktrees/equip-worktree.ts'
import type { Lease } from '../worktrees/worktree-pool.ts'
import { launchRequest } from './launch-request.ts'
import type { RunContext } from './run-context.ts'
import { settleSession } from './settle.ts'

/**
 * From a begun session to its end, in the background: worktree, setup, agent, and what became of it. It holds a slot of the gate
 * until nothing of it is alive (S1, C1).
 */
export function conductSession(
  ctx: RunContext,
  begun: Begun,
  lease: Lease,
  takeWorktree: () => Promise<Worktree>,
): void {
  inBackground(ctx, begun, lease, async () => {
    const started = await ctx.aborts.during(begun.task.id, (signal) =>
      startAgent(ctx, begun, lease, signal, takeWorktree),
    )
    return started.is === 'started' ? waitFor(ctx, begun, started.process) : started
  })
}

/** R1: a session of an earlier server goes on as if nothing had happened. */
export function continueSession(ctx: RunContext, begun: Begun, lease: Lease, process: RunningProcess): void {
  inBackground(ctx, begun, lease, () => waitFor(ctx, begun, process))
}

/** What an earlier server had begun but never started. */
export function callOffSession(ctx: RunContext, begun: Begun, lease: Lease): void {
  inBackground(ctx, begun, lease, async () => ({ is: 'called-off', why: 'interrupted' }))
}

function inBackground(ctx: RunContext, begun: Begun, lease: Lease, work: () => Promise<AttemptEnd>): void {
  ctx.deps.log.info(facts(ctx, begun), 'session begins')
  const conducted = ctx.gate(async () => settleSession(ctx, begun, lease, await work()))
  ctx.track(conducted.then(() => ctx.deps.log.info(facts(ctx, begun), 'session ended')))
}

const facts = (ctx: RunContext, begun: Begun) => ({
  runId: ctx.state.run.id,
  task: begun.task.key,
  session: begun.session.number,
  kind: begun.session.kind,
  attempt: begun.session.attempt,
})

async function waitFor(ctx: RunContext, begun: Begun, process: RunningProcess): Promise<AttemptEnd> {
  ctx.processes.set(begun.task.id, { begun, process })
  ctx.lookAgain()
  // R5: handed over, it goes on, also where that was asked for while it started or was taken up.
  const why = ctx.leaving ? null : whyCalledOff(ctx, begun)
  if (why) process.stop(why)
  try {
    const end = await process.ended
    ctx.deps.reach('attempt.ended')
    return { is: 'ended', process: end }
  } finally {
    ctx.processes.delete(begun.task.id)
  }
}

function whyCalledOff(ctx: RunContext, { task }: Begun): 'cancelled' | 'interrupted' | null {
  if (ctx.intent === 'stopping') return 'interrupted'
  return ctx.intent === 'cancelling' || ctx.state.isCancelRequested(task.id) ? 'cancelled' : null
}

type Started = { is: 'started'; process: RunningProcess }

async function startAgent(
  ctx: RunContext,
  begun: Begun,
  lease: Lease,
  signal: AbortSignal,
  takeWorktree: () => Promise<Worktree>,
): Promise<Started | (AttemptEnd & { is: 'failed' | 'called-off' })> {
  try {
    await ctx.tripwire.arm()
    const worktree = await takeWorktree()
    ctx.deps.reach('attempt.worktree-ready')
    const equipped = await equipWorktree(ctx.equipment, worktree.path, signal)
    if (equipped.ok && ctx.state.run.settings.setup.length > 0) await worktree.noteSetup()
    ctx.deps.reach('attempt.equipped')
    const why = whyCalledOff(ctx, begun)
    if (why) return { is: 'called-off', why }
    if (!equipped.ok) return { is: 'failed', failure: equipped.failure }
    const process = await ctx.deps.hosts.start(await launchRequest(ctx, begun, lease))
    ctx.deps.reach('attempt.started')
    await recordStarted(ctx, begun, process)
    ctx.deps.reach('attempt.recorded')
    return { is: 'started', process }
  } catch (error) {
    ctx.deps.log.error({ ...facts(ctx, begun), err: error }, 'the session could not be started')
    const reason = `Coppice could not start the session: ${(error as Error).message}`
    return { is: 'failed', failure: { class: 'coppice', reason, output: '' } }
  }
}

async function recordStarted(ctx: RunContext, begun: Begun, process: RunningProcess): Promise<void> {
  const recorded = await recordProcess(ctx.deps, begun, process.identity)
  if (!recorded) throw new Error(`its agent started too late: ${await sessionNow(ctx.deps.store, begun.session.id)}`)
  Object.assign(begun, recorded)
  ctx.state.apply(recorded.task)
}
