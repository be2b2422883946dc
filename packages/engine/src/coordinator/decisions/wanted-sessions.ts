import { takesMoney } from '../../ports/agent-of-session.ts'
import { providerKey } from '../../scheduler/observe.ts'
import type { SessionNeeds, WantedSession } from '../../scheduler/snapshot.ts'
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
  for (const row of kinds) {
    const keys = (await row.wanted?.(ctx)) ?? []
    const needs = keys.length === 0 ? null : needsOf(ctx, row)
    for (const key of keys) sessions.push({ kind: row.kind, key, ...(needs && { needs }) })
  }
  return sessions
}

/** Returns what the sessions of a kind need. @returns null when they need what their tasks need */
function needsOf({ deps, state }: RunContext, { kind, performer }: SessionKindRow): SessionNeeds | null {
  const own = performer?.(state.run) ?? null
  if (own === null) return null
  const isCounted = takesMoney(deps.agents, own.agent)
  // Only the model decides what a session beside its task costs, so the domain is the same for all.
  const costClass = isCounted ? state.money.classOf({ model: own.model, domain: 'general' }, kind) : undefined
  return { waitsFor: [providerKey(own.provider)], ...(costClass !== undefined && { costClass }) }
}
