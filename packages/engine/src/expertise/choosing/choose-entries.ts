import type { ExpertiseEntry } from '../../domain/expertise.ts'
import type { TaskDomain } from '../../domain/task-domains.ts'
import { byUsefulness, usefulness } from '../entry-order.ts'
import { LIMITS } from '../limits.ts'
import { type TextWords, textWords, wordsInCommon } from './text-words.ts'

/** The task for which entries are chosen. */
export interface TaskInDomain {
  domain: TaskDomain
  description: string
  action: string | null
  /** The files that the plan expects the task to change. */
  files: readonly string[]
}

/** A chosen entry, and why. */
export interface Choice {
  entry: ExpertiseEntry
  because: string
}

/** The room in the prompt, in tokens. */
export interface Room {
  tokens: number
  tokensOf(entry: ExpertiseEntry): number
}

/** A prompt has at most this many entries. More of them hide the ones that matter. */
const MOST_ENTRIES = 20
const MOST_WORDS = 5
/** Longer texts are cut, because the subject of a task is at the beginning of its text. */
const LONGEST_TEXT = 8_000
/** What each reason adds to the score of an entry. `docs/expertise.md` lists them. */
const WEIGHTS = {
  pinned: 5,
  /** For each file that the entry and the plan of the task name. */
  file: 5,
  /** For each word that the entry and the task have in common, at most `MOST_WORDS`. */
  word: 1.5,
  domain: 3,
  general: 1.5,
  kind: { CONVENTION: 2, CURE: 1.5, COMMAND: 1, FILE: 0 },
  mostUseful: 2,
  doubted: -6,
} as const

/**
 * Returns the entries that fit a task best, the best one first, as many as fit into the room. An entry of another domain fits only when it
 * names a file of the task or has two words in common with it.
 */
export function chooseEntries(entries: readonly ExpertiseEntry[], task: TaskInDomain, room: Room): Choice[] {
  const words = textWords(`${task.description}\n${task.action ?? ''}\n${task.files.join(' ')}`.slice(0, LONGEST_TEXT))
  const files = new Set(task.files)
  const scored = entries
    .flatMap((entry) => fitOf(entry, task.domain, words, files) ?? [])
    .sort((one, other) => other.score - one.score || byUsefulness(one.entry, other.entry))
  const chosen: Choice[] = []
  let left = room.tokens
  for (const fit of scored) {
    if (chosen.length === MOST_ENTRIES) break
    const tokens = room.tokensOf(fit.entry)
    if (tokens > left) continue
    left -= tokens
    chosen.push({ entry: fit.entry, because: reasonOf(fit, task.domain) })
  }
  return chosen
}

interface Fit {
  entry: ExpertiseEntry
  score: number
  /** The words and the files that the entry and the task have in common. */
  words: readonly string[]
  files: readonly string[]
}

/** @returns null when the entry does not fit the task */
function fitOf(
  entry: ExpertiseEntry,
  domain: TaskDomain,
  ofTask: TextWords,
  filesOfTask: ReadonlySet<string>,
): Fit | null {
  const words = wordsInCommon(entry.text, ofTask, MOST_WORDS)
  const files = filesOfTask.size === 0 ? [] : entry.paths.filter((path) => filesOfTask.has(path))
  const near = entry.domain === domain ? WEIGHTS.domain : entry.domain === 'general' ? WEIGHTS.general : 0
  if (near === 0 && files.length === 0 && words.length < 2) return null
  const score =
    near +
    files.length * WEIGHTS.file +
    words.length * WEIGHTS.word +
    WEIGHTS.kind[entry.kind] +
    Math.min(WEIGHTS.mostUseful, Math.log10(1 + usefulness(entry))) +
    (entry.pinned ? WEIGHTS.pinned : 0) +
    (entry.doubts >= LIMITS.doubtedFrom ? WEIGHTS.doubted : 0)
  return { entry, score, words, files }
}

function reasonOf({ entry, words, files }: Fit, domain: TaskDomain): string {
  const reasons = [
    entry.pinned ? 'pinned' : null,
    files.length > 0 ? `files ${files.join(', ')}` : null,
    words.length > 0 ? `words ${words.join(', ')}` : null,
    entry.domain === domain || entry.domain === 'general' ? `domain ${entry.domain}` : null,
  ]
  return reasons.filter((reason) => reason !== null).join('; ')
}
