import type { Lesson } from '../../domain/expertise.ts'
import type { ProposedLesson } from '../../domain/lesson-calls.ts'
import { entryKey } from '../entry-key.ts'
import { LIMITS } from '../limits.ts'
import { namesWorktree } from './relative-text.ts'

/** What exists, and so may be evidence. */
export interface KnownEvidence {
  paths: ReadonlySet<string>
  /** Full object ids. */
  commits: readonly string[]
  /** The numbers of the sessions that the model has read. */
  sessions: readonly number[]
}

/** The shortest and the longest id by which a lesson may name a commit, in digits. */
const COMMIT = /^(?:commit )?([0-9a-f]{7,40})$/i
const SESSION = /^session (\d+)$/i

/** Returns the paths that these lessons name, as files or as evidence. */
export const pathsOf = (proposed: readonly ProposedLesson[]): string[] => [
  ...new Set(proposed.flatMap(({ files, evidence }) => [...files, ...evidence]).map(asPath)),
]

/**
 * Returns the lessons that may become entries, with the checks that a model cannot skip: each lesson has evidence that exists, a lesson about a
 * file names one that exists, a text is one line that names no worktree, and no text comes twice. Files that do not exist are left out.
 */
export function checkedLessons(proposed: readonly ProposedLesson[], known: KnownEvidence): Lesson[] {
  const lessons = new Map<string, Lesson>()
  for (const { domain, kind, text, files, evidence } of proposed) {
    if (!evidence.some((one) => exists(one.trim(), known))) continue
    const paths = [...new Set(files.map(asPath))].filter((path) => known.paths.has(path))
    if (kind === 'FILE' && paths.length === 0) continue
    const line = text.replace(/\s+/g, ' ').trim()
    const key = entryKey(line)
    if (key !== '' && !namesWorktree(line) && !lessons.has(key)) lessons.set(key, { domain, kind, text: line, paths })
  }
  return [...lessons.values()].slice(0, LIMITS.lessonsPerSession)
}

const asPath = (text: string): string => text.trim().replace(/^\.\//, '')

function exists(evidence: string, { paths, commits, sessions }: KnownEvidence): boolean {
  const session = SESSION.exec(evidence)?.[1]
  if (session !== undefined) return sessions.includes(Number(session))
  const commit = COMMIT.exec(evidence)?.[1]?.toLowerCase()
  return paths.has(asPath(evidence)) || (commit !== undefined && commits.some((one) => one.startsWith(commit)))
}
