import type { WantedSession } from '../../scheduler/snapshot.ts'
import type { SessionKindRow } from '../../session-kinds/session-kind.ts'
import type { RunContext } from '../run/run-context.ts'

/** @returns the sessions beside the tasks that should start now, or null when no kind of session of this engine is beside the tasks */
export function wantedSessions(ctx: RunContext): Promise<WantedSession[]> | null {
  const asking = [...ctx.deps.sessionKinds.values()].filter(({ wanted }) => wanted !== undefined)
  return asking.length === 0 ? null : collect(ctx, asking)
}

async function collect(ctx: RunContext, kinds: readonly SessionKindRow[]): Promise<WantedSession[]> {
  const sessions: WantedSession[] = []
  for (const { kind, wanted } of kinds) for (const key of (await wanted?.(ctx)) ?? []) sessions.push({ kind, key })
  return sessions
}
