import { ENTRY_KINDS, type EntryKind } from './expertise.ts'
import { TASK_DOMAINS, type TaskDomain } from './task-domains.ts'

/**
 * The tool by which the model of a LEARNING session returns lessons. Its host offers the tool and checks the form of a call. The engine reads the
 * calls from the facts of the session, and checks them again (`expertise/learning/checked-lessons.ts`).
 */
export const LESSON_TOOL = 'record_lessons'

export const LESSON_DOMAINS = TASK_DOMAINS
export const LESSON_KINDS = ENTRY_KINDS

/** The limits of one call (R4). Texts are in characters. */
export const LESSON_LIMITS = { lessons: 12, text: 400, files: 8, path: 400, evidence: 5 } as const

/** A lesson as a model proposes it. Nobody has checked what it says. */
export interface ProposedLesson {
  domain: TaskDomain
  kind: EntryKind
  text: string
  /** Paths that are relative to the root of the repository. */
  files: readonly string[]
  /** What shows the lesson: `session 12`, a commit, or the path of a file. There is at least one. */
  evidence: readonly string[]
}

/** Reads the input of a call. @returns null when it is not what the tool expects */
export function readLessons(input: string): ProposedLesson[] | null {
  const value = parsed(input)
  if (!isObject(value) || !Array.isArray(value.lessons) || value.lessons.length > LESSON_LIMITS.lessons) return null
  const lessons = value.lessons.map(lessonOf)
  return lessons.includes(null) ? null : (lessons as ProposedLesson[])
}

function lessonOf(value: unknown): ProposedLesson | null {
  if (!isObject(value)) return null
  const { domain, kind, text, files, evidence } = value
  if (!isOneOf(LESSON_DOMAINS, domain) || !isOneOf(LESSON_KINDS, kind)) return null
  if (!isText(text, LESSON_LIMITS.text) || !areTexts(files, LESSON_LIMITS.files)) return null
  if (!areTexts(evidence, LESSON_LIMITS.evidence) || evidence.length === 0) return null
  return { domain, kind, text, files, evidence }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isOneOf = <T>(all: readonly T[], value: unknown): value is T => all.some((one) => one === value)
const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= most
const areTexts = (value: unknown, most: number): value is string[] =>
  Array.isArray(value) && value.length <= most && value.every((one) => isText(one, LESSON_LIMITS.path))

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
