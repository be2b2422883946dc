import type { SessionFact } from '../../domain/session-facts.ts'

/** Code branches on the values of these keys. A secret with the same text must not break a fact. */
const OUR_WORDS: ReadonlySet<string> = new Set(['type', 'stream', 'class', 'claim', 'kind'])
/** The longest name, id or reason, in characters. */
const MAX_WORDS = 2000
const MAX_OPTIONS = 20

/** A2, R4: applies `clean` to all strings of a fact that come from an agent, and limits all of them except the text. */
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
  if (OUR_WORDS.has(key)) return text
  if (key === 'text') return clean(text)
  // Cut after cleaning: the redactor does not recognise a secret that is cut.
  return clean(text).slice(0, MAX_WORDS).toWellFormed()
}
