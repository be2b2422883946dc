import type { Passage } from './prose-of.ts'

/** A rule of plain English. `in` says for which passages the rule holds. */
export interface Rule {
  avoid: RegExp
  instead: string
  in: 'comments' | 'everything'
}

const STRUCTURE: readonly Rule[] = [
  { avoid: /(?:^|[.!?] )Of (?!course\b)/, instead: 'a sentence with a subject', in: 'comments' },
  { avoid: /(?:^|[.;,] |\b(?:and|it|that|which|who) )answers\b/i, instead: 'returns, or responds', in: 'comments' },
  {
    avoid: /\bprevents? that (?:an?|the|it|they|no|two|git|Coppice)\b/i,
    instead: 'prevents … from …',
    in: 'everything',
  },
  {
    avoid: /(?:^|[.;] )(?:Absent|Null|Undefined|Pure|Otherwise null)(?::|\.(?: |$))/,
    instead: 'a sentence',
    in: 'comments',
  },
]

/** The rules: those about sentences, and a rule for each row of the table of words to avoid in CONTEXT.md. */
export function rulesOf(context: string): Rule[] {
  const [, section = ''] = context.split('## Words to avoid')
  const rows = [...section.matchAll(/^\| (`[^|]+`) \| ([^|]+) \|$/gm)]
  const words = rows.map(([, phrases = '', instead = '']): Rule => {
    const listed = [...phrases.matchAll(/`([^`]+)`/g)].map(([, phrase]) => phrase)
    return { avoid: new RegExp(`\\b(?:${listed.join('|')})\\b`, 'i'), instead, in: 'everything' }
  })
  return [...STRUCTURE, ...words]
}

/** Applies the rules to the passages of one file. @returns a line for each match */
export function findsIn(file: string, passages: readonly Passage[], rules: readonly Rule[]): string[] {
  return passages.flatMap(({ line, text }) =>
    rules.flatMap(({ avoid, instead }) => {
      const [found] = avoid.exec(text) ?? []
      return found === undefined ? [] : [`${file}:${line}: "${found.trim()}"; write: ${instead}`]
    }),
  )
}
