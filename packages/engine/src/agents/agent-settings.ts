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

/** @returns the settings in `said` that only another kind of agent has, with the name of that kind */
export function foreignSettings(agent: Agent, said: Said, kinds = agents): { name: string; kind: string }[] {
  return [...kinds.values()].flatMap(({ kind, fields }) =>
    Object.keys(fields)
      .filter((name) => said[name] !== undefined && !(name in agent.fields))
      .map((name) => ({ name, kind })),
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

/** A2: @returns the environment variables that hold the secrets of these settings, by the name of the setting */
export function secretVariables(settings: AgentSettings, kinds = agents): Record<string, string> {
  const secret = fieldsOf(settings, kinds).filter(([, { isSecret }]) => isSecret)
  return Object.fromEntries(
    secret.flatMap(([name]) => {
      const variable = settings[name]
      return typeof variable === 'string' ? [[name, variable] as const] : []
    }),
  )
}

/**
 * A2: replaces the name of each secret's variable by its value.
 *
 * @param values the values by variable. A secret whose variable is absent becomes null.
 */
export function withSecrets(
  settings: AgentSettings,
  values: Readonly<Record<string, string>>,
  kinds = agents,
): AgentSettings {
  const secrets = Object.entries(secretVariables(settings, kinds))
  return { ...settings, ...Object.fromEntries(secrets.map(([name, variable]) => [name, values[variable] ?? null])) }
}

const fieldsOf = ({ kind }: AgentSettings, kinds: typeof agents): [string, AgentField][] =>
  Object.entries(kinds.get(kind)?.fields ?? {})
