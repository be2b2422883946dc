import type { TaskDomain } from './task-domains.ts'

/** What an entry is about: a file that matters, a command that works, a failure with its cure, or a convention of the project. */
export const ENTRY_KINDS = ['FILE', 'COMMAND', 'CURE', 'CONVENTION'] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

/** An entry belongs to one domain of a project. Times are in ms since 1970. */
export interface ExpertiseEntry {
  id: string
  projectId: string
  domain: TaskDomain
  kind: EntryKind
  text: string
  /**
   * The key of the text with which the entry began (`expertise/entry-key.ts`). A lesson with this key joins the entry, even after a person
   * has edited the text.
   */
  firstKey: string
  /** The files that the entry is about, relative to the root of the repository. */
  paths: readonly string[]
  /** The sessions that showed it, newest first. Only the newest ones are kept. */
  evidence: readonly Evidence[]
  /** It is `PERSON` when a person wrote, edited or imported the entry. */
  origin: 'LEARNED' | 'PERSON'
  /** A pinned entry is never removed by Coppice. */
  pinned: boolean
  /** How many sessions showed it. */
  found: number
  /** How many ended sessions had it in their prompts. */
  uses: number
  /** How many sessions with merged work have changed its files since a session last showed it. */
  doubts: number
  /** When a person deleted the entry. The record stays, so that the entry is not learned again. It is null when the entry is not deleted. */
  deletedAt: number | null
  createdAt: number
  updatedAt: number
}

/** A session that showed an entry. */
export interface Evidence {
  sessionId: string
  /** The number of the session within the project. */
  session: number
  taskKey: string
  /** The tip of the session's work. */
  commit: string | null
  at: number
  /** The number of the LEARNING session whose model said it. It is absent when a rule found it. */
  learner?: number
}

/** What the facts of one session show, or what a model says of them, before it becomes an entry. */
export interface Lesson {
  kind: EntryKind
  text: string
  paths: readonly string[]
  /** When absent, it is the domain of the session. */
  domain?: TaskDomain
}

/** What the facts and the work of an ended session show. It counts only if the work is merged and verified. */
export interface Shown {
  lessons: readonly Lesson[]
  /** The files that the session changed: at most 500. */
  changedFiles: readonly string[]
}

/** The expertise of a session, as it was chosen when the session began. It is stored with the session. */
export interface SessionExpertise {
  domain: TaskDomain
  /**
   * Whether the prompt has the entries. `HELD_OUT`: the prompt has none of them, so that sessions with and without expertise can be
   * compared. `OFF`: the project gives no expertise to its agents.
   */
  given: 'GIVEN' | 'HELD_OUT' | 'OFF'
  /** The chosen entries, the best one first. The texts are as they were then. */
  entries: readonly ChosenEntry[]
}

export interface ChosenEntry {
  id: string
  domain: TaskDomain
  text: string
  /** Why the entry was chosen, such as `files src/a.js; words slug, title`. */
  because: string
}

/** How a project uses expertise. `measured`: one session in ten is held out. `always`: no session is held out. `off`: agents get none. */
export const EXPERTISE_USES = ['measured', 'always', 'off'] as const
export type ExpertiseUse = (typeof EXPERTISE_USES)[number]
