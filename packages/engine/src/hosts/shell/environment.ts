import { isAllowed } from '../../domain/allowed-variables.ts'

/** The part of `base` that agents and commands of the project may see. */
export function agentEnvironment(base: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const allowed: Record<string, string> = {}
  for (const [name, value] of Object.entries(base)) if (value !== undefined && isAllowed(name)) allowed[name] = value
  return allowed
}
