import type { ComplexityEstimate, ComplexitySignal } from '../../domain/model-choice.ts'
import type { ModelTier } from '../../domain/model-tiers.ts'
import type { FoundDomain, TaskText } from '../domain/domain-of.ts'
import { type Phrase, PhraseFinder } from '../text/phrase-finder.ts'
import { wordsOf } from '../text/words-of.ts'
import words from './complexity-words.json' with { type: 'json' }

/** A score below 0 has at least one sign of an easy task and no equal sign of a hard one. */
const STANDARD_FROM = 0
const STRONG_FROM = 4
/** The words of a text change the score by at most this much in each direction. */
const MOST_BY_WORDS = 5
const LONGEST_TEXT = 8_000

const DIFFICULTY = new PhraseFinder<number>([...weighted(words.hard, 1), ...weighted(words.easy, -1)])

/**
 * Estimates how hard a task is from several plain signals (M3). `docs/models.md` lists their weights.
 *
 * @param dependencies the number of tasks on which the task depends
 * @param found the domain of the task
 */
export function complexityOf(task: TaskText, dependencies: number, found: FoundDomain): ComplexityEstimate {
  const text = `${task.description}\n${task.action ?? ''}`
  const signals = [
    ...wordSignals(text.slice(0, LONGEST_TEXT)),
    ...steps(wordsOf(text.slice(0, LONGEST_TEXT)).length, LENGTHS, 'words in its text'),
    ...steps(text.split('\n').filter((line) => LIST_ITEM.test(line)).length, ITEMS, 'points in its text'),
    ...steps(task.files.length, FILES, 'files to change'),
    ...steps(dependencies, DEPENDENCIES, 'tasks that it depends on'),
    ...steps(found.scores.filter(({ score }) => score >= CLEAR_DOMAIN).length, DOMAINS, 'domains'),
    ...(found.domain === 'security' ? [{ what: 'the domain security', weight: 1 }] : []),
  ]
  const score = signals.reduce((sum, { weight }) => sum + weight, 0)
  return { tier: tierOf(score), score, signals }
}

const tierOf = (score: number): ModelTier =>
  score >= STRONG_FROM ? 'strong' : score >= STANDARD_FROM ? 'standard' : 'light'

/** The weight of a number that has reached a step. Only the highest step counts. */
type Steps = readonly (readonly [from: number, weight: number])[]

const LENGTHS: Steps = [
  [60, 1],
  [200, 2],
  [500, 3],
]
const ITEMS: Steps = [
  [4, 1],
  [9, 2],
]
const FILES: Steps = [
  [4, 1],
  [9, 2],
]
const DEPENDENCIES: Steps = [[4, 1]]
const DOMAINS: Steps = [
  [3, 1],
  [4, 2],
]
/** A domain with a lower score does not count: the task only mentions it. */
const CLEAR_DOMAIN = 4
const LIST_ITEM = /^\s*(?:[-*•]|\d+[.)])\s/

function steps(count: number, by: Steps, what: string): ComplexitySignal[] {
  const reached = by.findLast(([from]) => count >= from)
  return reached ? [{ what: `${count} ${what}`, weight: reached[1] }] : []
}

function wordSignals(text: string): ComplexitySignal[] {
  const found = DIFFICULTY.find(text).map(({ written, meaning }) => ({
    what: `the word "${written}"`,
    weight: meaning,
  }))
  return [...capped(found.filter(({ weight }) => weight > 0)), ...capped(found.filter(({ weight }) => weight < 0))]
}

/** Lowers the weights of the last signals so that together they are at most `MOST_BY_WORDS`. */
function capped(signals: readonly ComplexitySignal[]): ComplexitySignal[] {
  let left = MOST_BY_WORDS
  return signals.flatMap(({ what, weight }) => {
    const size = Math.min(Math.abs(weight), left)
    left -= size
    return size === 0 ? [] : [{ what, weight: Math.sign(weight) * size }]
  })
}

function weighted(list: Readonly<Record<string, readonly string[]>>, sign: 1 | -1): Phrase<number>[] {
  return Object.entries(list).flatMap(([weight, phrases]) =>
    phrases.map((written) => ({ written, meaning: sign * Number(weight) })),
  )
}
