import { isDeepStrictEqual } from 'node:util'
import type { AgentSettings } from '../domain/settings.ts'
import type { Agent, AgentField } from '../ports/agent.ts'
import { agents } from './registry.ts'

/** What a plan says for one task: values by key. A key that it does not say is absent or undefined. */
export type Said = Readonly<Record<string, unknown>>

/** Makes the settings of a task. The plan says all that the kind needs. */
export function settingsFrom(agent: Agent, said: Said): AgentSettings {
  const settings: Record<string, unknown> & { kind: string } = { kind: agent.kind }
  for (const [name, { otherwise }] of Object.entries(agent.fields))
    settings[name] = said[name] ?? ('value' in otherwise ? otherwise.value : undefined)
  return settings
}

/** The settings that a task of this kind needs and the plan does not say, with the message for each. */
export function lackingSettings(agent: Agent, said: Said): { name: string; why: string }[] {
  return Object.entries(agent.fields).flatMap(([name, { otherwise }]) =>
    said[name] === undefined && 'why' in otherwise ? [{ name, why: otherwise.why }] : [],
  )
}

/** Completes settings that an earlier version stored: a field that it did not know has its default. */
export function completeSettings(stored: AgentSettings, kinds = agents): AgentSettings {
  const agent = kinds.get(stored.kind)
  return agent ? { ...settingsFrom(agent, stored), ...stored } : stored
}

/** D6: would an agent with these settings do the same work? */
export function isSameWork(one: AgentSettings, other: AgentSettings): boolean {
  if (one.kind !== other.kind) return false
  return fieldsOf(one, agents).every(
    ([name, { decidesWork }]) => !decidesWork || isDeepStrictEqual(one[name], other[name]),
  )
}

/** A2: the texts in these settings that are shown nowhere. */
export function secretsOf(settings: AgentSettings, kinds = agents): string[] {
  return fieldsOf(settings, kinds)
    .filter(([, { isSecret }]) => isSecret)
    .map(([name]) => settings[name])
    .filter((value) => typeof value === 'string')
}

const fieldsOf = ({ kind }: AgentSettings, kinds: typeof agents): [string, AgentField][] =>
  Object.entries(kinds.get(kind)?.fields ?? {})
