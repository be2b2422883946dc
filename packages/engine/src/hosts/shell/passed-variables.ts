import type { PassedVariables } from '../../ports/passed-variables.ts'
import { createRedactor, type Redact } from '../text/redact.ts'

/** Shorter values, and words for yes and no, are switches, not secrets. Redacting them would spoil every line. */
const IS_SECRET = /^(?!(?:true|false|none|null|auto)$).{4,}/is

/** Redacts the secrets of a server: those of its start, and the value of each variable that a plan names. */
export interface SecretKeeper {
  redact: Redact
  passed: PassedVariables
}

export function createSecretKeeper(
  environment: Readonly<Record<string, string | undefined>>,
  secrets: readonly string[],
): SecretKeeper {
  const named = new Set<string>()
  let redact = createRedactor(secrets)
  const conceal = (values: readonly string[]) => {
    const news = values.filter((value) => IS_SECRET.test(value) && !named.has(value))
    for (const value of news) named.add(value)
    if (news.length > 0) redact = createRedactor(secrets, named)
  }
  return {
    redact: (text) => redact(text),
    passed: {
      take(names) {
        const values = names.flatMap((name) => (environment[name] ? [[name, environment[name]] as const] : []))
        conceal(values.map(([, value]) => value))
        return Object.fromEntries(values)
      },
      unset: (names) => names.filter((name) => !environment[name]),
    },
  }
}
