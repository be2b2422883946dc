import type { Allowance } from '../../domain/allowance.ts'
import type {
  AttemptOrder,
  Beginning,
  EquipmentSettings,
  ResumedConversation,
  RunPlace,
} from '../../domain/attempt-order.ts'
import type { ProjectRecord, RunRecord, RunTaskRecord } from '../../domain/records.ts'
import type { TaskSheet } from '../../domain/task-calls.ts'
import type { Begun } from '../../lifecycle/session-lifecycle.ts'
import type { Performer } from '../../session-kinds/session-kind.ts'
import { rowOf, type SessionKinds } from '../../session-kinds/session-kinds.ts'

/**
 * Makes the order for a session. It uses only data that are in the database, so that a later server can make the same order again.
 *
 * @param resume the conversation that the agent continues, or null for a new conversation
 * @param allowance what the agent may spend before it asks, or null when there is no limit and when the attempt is taken up
 * @param sheet what the task tools return about the task, or null when the attempt is taken up
 */
export function orderFor(
  kinds: SessionKinds,
  place: RunPlace,
  run: RunRecord,
  begun: Begun,
  begin: Beginning,
  resume: ResumedConversation | null,
  allowance: Allowance | null,
  sheet: TaskSheet | null,
): AttemptOrder {
  const { task, session } = begun
  const row = rowOf(kinds, session.kind)
  const own = row.performer?.(run) ?? null
  return {
    sessionId: session.id,
    session: session.number,
    attempt: session.attempt,
    epoch: run.ownerEpoch,
    kind: session.kind,
    run: place,
    task: { key: task.key, epicKey: task.epicKey },
    sheet,
    tree: row.tree(run, begun),
    begin,
    slot: session.slot,
    equipment: equipmentFor(run, own),
    env: own === null ? run.settings.env : [],
    agent: { settings: own?.agent ?? task.settings.agent, model: session.model },
    sandbox: { ...sandboxFor(task, own), provider: session.provider },
    prompt: session.prompt,
    resume,
    allowance,
    commitMessage: row.commitMessage(task),
    limits: {
      timeoutMs: own?.timeoutMs ?? task.settings.timeoutMs,
      stallMs: own?.stallMs ?? task.settings.stallMs,
      startedAt: session.startedAt,
    },
  }
}

/** An agent in place of that of the task needs no equipment. What git ignores stays for the next attempt in the worktree. */
function equipmentFor({ settings }: RunRecord, own: Performer | null): EquipmentSettings {
  const { setup, teardown, setupTimeoutMs, teardownTimeoutMs, copy, link, keepIgnored } = settings
  const whole = { setup, teardown, setupTimeoutMs, teardownTimeoutMs, copy, link, keepIgnored }
  return own === null ? whole : { ...whole, setup: [], teardown: [], copy: [], link: [] }
}

/** An agent in place of that of the task runs no commands, so it needs no sandbox. */
const sandboxFor = (
  { settings }: RunTaskRecord,
  own: Performer | null,
): Pick<AttemptOrder['sandbox'], 'use' | 'hosts'> =>
  own === null ? { use: settings.sandbox, hosts: settings.sandboxHosts } : { use: 'off', hosts: [] }

export const placeOf = (project: ProjectRecord, run: RunRecord): RunPlace => ({
  runId: run.id,
  run: run.number,
  branch: run.branch,
  projectId: project.id,
  projectName: project.name,
  repositoryPath: project.repositoryPath,
  trustedPrograms: project.trustedPrograms,
})
