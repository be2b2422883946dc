import type { WantedSession } from '../../scheduler/snapshot.ts'
import type { SessionKindRow } from '../../session-kinds/session-kind.ts'
import type { RunContext } from '../run/run-context.ts'

/**
 * Returns the sessions that should start now and do not move their tasks.
 *
 * @returns null when this engine has no such kind of session
 */
export function wantedSessions(ctx: RunContext): Promise<WantedSession[]> | null {
  const kinds = [...ctx.deps.sessionKinds.values()].filter(({ wanted }) => wanted !== undefined)
  return kinds.length === 0 ? null : collect(ctx, kinds)
}

async function collect(ctx: RunContext, kinds: readonly SessionKindRow[]): Promise<WantedSession[]> {
  const sessions: WantedSession[] = []
  for (const { kind, wanted } of kinds) for (const key of (await wanted?.(ctx)) ?? []) sessions.push({ kind, key })
  return sessions
}
