import { type DomainWords, type OwnDomainWords, TASK_DOMAINS, type TaskDomain } from '../../domain/task-domains.ts'
import { type Phrase, PhraseFinder } from '../text/phrase-finder.ts'
import { wordsOfPath } from '../text/words-of.ts'
import known from './domain-words.json' with { type: 'json' }

/** What a task says about its domain. */
export interface TaskText {
  description: string
  action: string | null
  /** The files that the plan expects the task to change. */
  files: readonly string[]
}

/** The domain of a task, and why. */
export interface FoundDomain {
  domain: TaskDomain
  /** The score of each domain that has one, highest first. Equal scores are in the order of `TASK_DOMAINS`. */
  scores: readonly { domain: TaskDomain; score: number }[]
  /** The words and parts of paths that gave the domain its score. */
  because: readonly string[]
}

interface Meaning {
  domain: TaskDomain
  weight: number
}

/** A word in the description counts twice, because a description names the subject of its task. */
const DESCRIPTION = 2
const ACTION = 1
/** The factor of the average weight of the files. With 2, files that clearly belong to a domain count as much as a word in the description. */
const FILES = 2
/** A lower score is a hint that is too weak, such as the word "table" in an action. */
const LEAST_SCORE = 2
/** The weight of the words and paths of a project. */
const OWN_WEIGHT = 3
/** Longer texts are cut, so that a task costs little time. The subject of a task is at the beginning of its text. */
const LONGEST_TEXT = 8_000

/** Finds the domains of tasks by whole words and by paths (E1). */
export class DomainFinder {
  /** A phrase such as "the rest" has no meaning, although one of its words has. */
  readonly #texts: PhraseFinder<Meaning | null>
  readonly #paths: ReadonlyMap<string, readonly Meaning[]>

  /** @param own the words of the project, which count besides those of Coppice. A word that both have counts as the project says */
  constructor(own: OwnDomainWords = {}) {
    this.#texts = new PhraseFinder<Meaning | null>([
      ...known.none.map((written) => ({ written, meaning: null })),
      ...knownPhrases(known.words),
      ...ownPhrases(own, 'words'),
    ])
    const paths = [...knownPhrases(known.paths), ...ownPhrases(own, 'paths')]
    this.#paths = new Map(
      [...Map.groupBy(paths, ({ written }) => written.toLowerCase())].map(([part, its]) => [
        part,
        its.map(({ meaning }) => meaning),
      ]),
    )
  }

  find({ description, action, files }: TaskText): FoundDomain {
    const scores = new Map<TaskDomain, number>()
    const reasons = new Map<TaskDomain, Set<string>>()
    const count = (domain: TaskDomain, score: number, why: string) => {
      scores.set(domain, (scores.get(domain) ?? 0) + score)
      reasons.set(domain, (reasons.get(domain) ?? new Set()).add(why))
    }
    for (const [text, factor] of [
      [description, DESCRIPTION],
      [action ?? '', ACTION],
    ] as const)
      for (const { written, meaning } of this.#texts.find(text.slice(0, LONGEST_TEXT)))
        if (meaning !== null) count(meaning.domain, meaning.weight * factor, written)
    for (const path of files)
      for (const [domain, { weight, part }] of this.#domainsOf(path))
        count(domain, (weight * FILES) / files.length, `the path part ${part}`)
    return result(scores, reasons)
  }

  /** Returns the heaviest part of a path for each domain. */
  #domainsOf(path: string): Map<TaskDomain, { weight: number; part: string }> {
    const best = new Map<TaskDomain, { weight: number; part: string }>()
    for (const part of wordsOfPath(path))
      for (const { domain, weight } of this.#paths.get(part) ?? [])
        if (weight > (best.get(domain)?.weight ?? 0)) best.set(domain, { weight, part })
    return best
  }
}

function result(
  scores: ReadonlyMap<TaskDomain, number>,
  reasons: ReadonlyMap<TaskDomain, ReadonlySet<string>>,
): FoundDomain {
  const ordered = TASK_DOMAINS.flatMap((domain) => {
    const score = scores.get(domain)
    return score === undefined ? [] : [{ domain, score }]
  }).toSorted((one, other) => other.score - one.score)
  const [best] = ordered
  if (!best || best.score < LEAST_SCORE) return { domain: 'general', scores: ordered, because: [] }
  return { domain: best.domain, scores: ordered, because: [...(reasons.get(best.domain) ?? [])] }
}

type WordList = Readonly<Partial<Record<TaskDomain, Readonly<Record<string, readonly string[]>>>>>

const knownPhrases = (list: WordList): Phrase<Meaning>[] =>
  TASK_DOMAINS.flatMap((domain) =>
    Object.entries(list[domain] ?? {}).flatMap(([weight, phrases]) =>
      phrases.map((written) => ({ written, meaning: { domain, weight: Number(weight) } })),
    ),
  )

const ownPhrases = (own: OwnDomainWords, which: keyof DomainWords): Phrase<Meaning>[] =>
  TASK_DOMAINS.flatMap((domain) =>
    (own[domain]?.[which] ?? []).map((written) => ({ written, meaning: { domain, weight: OWN_WEIGHT }, isOwn: true })),
  )
