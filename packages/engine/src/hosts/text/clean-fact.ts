import type { SessionFact } from '../../domain/session-facts.ts'

/** Words of ours by which code branches. A secret that is such a word must not break a fact. */
const OUR_WORDS: ReadonlySet<string> = new Set(['type', 'stream', 'class', 'claim', 'kind'])
/** What is no text of a fact: names, ids and reasons. In characters. */
const MAX_WORDS = 2000
const MAX_OPTIONS = 20

/** A2, R4: applies `clean` to all that an agent said in a fact, and bounds all of it but its text. */
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
  // Cut last: a secret that is cut is not known any more.
  return clean(text).slice(0, MAX_WORDS).toWellFormed()
}
