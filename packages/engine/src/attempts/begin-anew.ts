import type { AttemptOrder } from '../domain/attempt-order.ts'
import { equipWorktree } from '../worktrees/equip-worktree.ts'
import type { AttemptParts } from './attempt-parts.ts'
import type { BegunAttempt } from './begun-attempt.ts'
import { equipmentOf } from './equipment-of.ts'
import { hostRequest } from './host-request.ts'
import { lackingSecret } from './lacking-secret.ts'
import { prepareTree } from './prepare-tree.ts'
import { type Recall, stopFor } from './recall.ts'
import type { OpenSite } from './run-site.ts'
import { type Confinement, sandboxOf } from './sandbox/sandbox-of.ts'

/**
 * Prepares the worktree, runs setup and starts the agent.
 *
 * @returns `started` with the agent's process, `failed` when any of these fails, or `called-off` after a recall. It never rejects.
 */
export async function beginAnew(
  parts: AttemptParts,
  openSite: OpenSite,
  order: AttemptOrder,
  recall: Recall,
): Promise<BegunAttempt> {
  try {
    const site = await openSite()
    await site.tripwire.arm()
    const worktree = await prepareTree(site, order, parts.reach)
    parts.reach('attempt.worktree-ready')
    const lacking = lackingSecret(parts, order)
    if (lacking) return { is: 'failed', failure: lacking }
    const confinement = await sandboxOf(parts, order)
    if (confinement.is === 'refused') return { is: 'failed', failure: confinement.failure }
    const equipment = equipmentOf(parts, site, order)
    const equipped = await equipWorktree(equipment, worktree.path, recall.asked)
    const { setup, keepIgnored } = order.equipment
    if (equipped.ok && setup.length + keepIgnored.length > 0)
      await worktree.noteSetup([...order.equipment.copy, ...order.equipment.link])
    parts.reach('attempt.equipped')
    if (recall.reason) return { is: 'called-off', why: stopFor(recall.reason) }
    if (!equipped.ok) return { is: 'failed', failure: equipped.failure }
    const request = await hostRequest(parts, site, order, confinement)
    await noteConfinement(parts, order, confinement)
    if (recall.reason) return { is: 'called-off', why: stopFor(recall.reason) }
    const process = await parts.hosts.start(request)
    parts.reach('attempt.started')
    return { is: 'started', process }
  } catch (error) {
    const { sessionId, run, task } = order
    parts.log.error({ sessionId, runId: run.runId, task: task.key, err: error }, 'the session could not be started')
    const reason = `Coppice could not start the session: ${(error as Error).message}`
    return { is: 'failed', failure: { class: 'coppice', reason, output: '' } }
  }
}

/** Says in the record of the session whether its agent is confined, if the plan asks for a sandbox. */
async function noteConfinement({ hosts }: AttemptParts, { sessionId }: AttemptOrder, how: Confinement): Promise<void> {
  if (how.is === 'sandbox')
    await hosts.notice(
      sessionId,
      'The agent runs in a sandbox: it can change only its own worktree, and reach only the hosts that the plan allows.',
    )
  else if (how.is === 'none' && how.why !== null)
    await hosts.notice(sessionId, `WARNING: the agent runs WITHOUT a sandbox, because ${how.why}.`)
}
