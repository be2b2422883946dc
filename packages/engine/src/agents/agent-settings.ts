import { isDeepStrictEqual } from 'node:util'
import type { AgentSettings } from '../domain/settings.ts'
import type { Agent, AgentField } from '../ports/agent.ts'
import { agents } from './registry.ts'

/** The values that a plan sets for one task, by key. A key that the plan does not set is absent or undefined. */
export type PlanValues = Readonly<Record<string, unknown>>

/** Returns the settings of a task: the values of the plan, or else the defaults. Required settings must be in the plan. */
export function settingsFrom(agent: Agent, values: PlanValues): AgentSettings {
  const settings: Record<string, unknown> & { kind: string } = { kind: agent.kind }
  for (const [name, { otherwise }] of Object.entries(agent.fields))
    settings[name] = values[name] ?? ('value' in otherwise ? otherwise.value : null)
  return settings
}

/** Returns the required settings of this kind that the plan does not set. `why` is the error for each. */
export function lackingSettings(agent: Agent, values: PlanValues): { name: string; why: string }[] {
  return Object.entries(agent.fields).flatMap(([name, { otherwise }]) =>
    values[name] === undefined && 'why' in otherwise && values[otherwise.unless ?? ''] === undefined
      ? [{ name, why: otherwise.why }]
      : [],
  )
}

/** Returns the settings that the plan sets but that only another kind of agent has. `kind` is that other kind. */
export function foreignSettings(agent: Agent, values: PlanValues, kinds = agents): { name: string; kind: string }[] {
  return [...kinds.values()].flatMap(({ kind, fields }) =>
    Object.keys(fields)
      .filter((name) => values[name] !== undefined && !(name in agent.fields))
      .map((name) => ({ name, kind })),
  )
}

/** Adds the defaults of fields that did not exist when an earlier version stored these settings. */
export function completeSettings(stored: AgentSettings, kinds = agents): AgentSettings {
  const agent = kinds.get(stored.kind)
  return agent ? { ...settingsFrom(agent, stored), ...stored } : stored
}

/** Returns whether agents with these settings do the same work, so that kept work of one run can be merged in another (D6). */
export function isSameWork(one: AgentSettings, other: AgentSettings): boolean {
  if (one.kind !== other.kind) return false
  return fieldsOf(one, agents).every(
    ([name, { decidesWork }]) => !decidesWork || isDeepStrictEqual(one[name], other[name]),
  )
}

/** Returns the names of the environment variables that contain the secrets of these settings, by the name of the setting (A2). */
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
 * Returns the names of all environment variables with secrets that an agent with these settings may receive (A2). The agent receives a
 * variable only if the server has a value for it.
 */
export const secretsOf = (settings: AgentSettings, kinds = agents): string[] => [
  ...Object.values(secretVariables(settings, kinds)),
  ...(kinds.get(settings.kind)?.variables(settings).secret ?? []),
]

/**
 * In each secret setting, replaces the name of the environment variable by the value of the variable (A2).
 *
 * @param values the values by name of the variable. A secret whose variable is absent becomes null.
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
