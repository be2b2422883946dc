import type { SessionFact } from '../../domain/session-facts.ts'

/** Values of these keys are not redacted, because code compares them with words such as `work`. A secret could be the same word. */
const CODE_KEYS: ReadonlySet<string> = new Set(['type', 'stream', 'class', 'claim', 'kind'])
/** The limit of one name, id or reason in a fact, in characters. */
const MAX_WORDS = 2000
/** Also the limit of `CALL_LIMITS.dependencies`. */
const MAX_OPTIONS = 20

/** Applies `clean` to all strings of a fact that come from an agent (A2). It shortens all of these strings except the text (R4). */
export function cleanFact<F extends SessionFact>(fact: F, clean: (text: string) => string): F {
  if (fact.type === 'Printed') return { ...fact, text: clean(fact.text) }
  return cleaned('fact', fact, clean) as F
}

function cleaned(key: string, value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return cleanString(key, value, clean)
  if (Array.isArray(value)) return value.slice(0, MAX_OPTIONS).map((one) => cleaned('option', one, clean))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cleaned(name, one, clean)]))
}

function cleanString(key: string, text: string, clean: (text: string) => string): string {
  if (CODE_KEYS.has(key)) return text
  if (key === 'text') return clean(text)
  // The text is cut after the redaction, because the redactor does not recognize a secret that is cut.
  return clean(text).slice(0, MAX_WORDS).toWellFormed()
}
