import { isAllowed } from '../../domain/allowed-variables.ts'

/** Returns the variables of `base` that agents and commands of the project may see (A2). */
export function agentEnvironment(base: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const allowed: Record<string, string> = {}
  for (const [name, value] of Object.entries(base)) if (value !== undefined && isAllowed(name)) allowed[name] = value
  return allowed
}
