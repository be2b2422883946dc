import type { PassedVariables } from '../../ports/passed-variables.ts'
import { createOpenRedactor, createRedactor, type Redact } from '../text/redact.ts'

/**
 * Matches values that are treated as secrets. Values with fewer than four characters, and words such as `true`, count as ordinary settings.
 */
const IS_SECRET = /^(?!(?:true|false|none|null|auto)$).{4,}/is

/** Redacts the secrets that the server got at its start, and the secret values among the variables that a plan passes to its agents. */
export interface SecretKeeper {
  redact: Redact
  /** Redacts a text whose end has not arrived, by `createOpenRedactor`. */
  redactOpen: Redact
  passed: PassedVariables
}

/**
 * @param environment the server's environment
 * @param secrets the values that are always redacted
 */
export function createSecretKeeper(
  environment: Readonly<Record<string, string | undefined>>,
  secrets: readonly string[],
): SecretKeeper {
  const named = new Set<string>()
  let redact = createRedactor(secrets)
  let redactOpen = createOpenRedactor(secrets)
  const addSecrets = (values: readonly string[]) => {
    const added = values.filter((value) => IS_SECRET.test(value) && !named.has(value))
    for (const value of added) named.add(value)
    if (added.length === 0) return
    redact = createRedactor(secrets, named)
    redactOpen = createOpenRedactor(secrets, named)
  }
  const read = (names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]] as const] : [])))
  return {
    redact: (text) => redact(text),
    redactOpen: (text) => redactOpen(text),
    passed: {
      take(names) {
        const values = read(names)
        addSecrets(Object.values(values))
        return values
      },
      read,
      unset: (names) => names.filter((name) => !environment[name]),
    },
  }
}
