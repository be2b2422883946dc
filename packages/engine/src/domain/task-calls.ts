/**
 * The calls of task tools (ADR 0077). A call is a line of JSON in a file of its session. The tools write the file, and the conductor of the
 * attempt reads it. The tools and the conductor share only this module.
 */

/** The name of the file, in the folder of a session, that contains what the tools need: the type `TaskFile`. */
export const TASK_FILE = 'task.json'
/** The name of the file beside it to which the tools append calls. Both files are removed when the session has ended (A2). */
export const CALLS_FILE = 'calls.jsonl'
/** The variables with which an agent's tools find their attempt. The token permits calls for this attempt, and nothing else. */
export const TASK_FILE_VARIABLE = 'COPPICE_TASK_FILE'
export const TASK_TOKEN_VARIABLE = 'COPPICE_TASK_TOKEN'

export const TASK_TOOL_NAMES = [
  'get_task',
  'list_dependencies',
  'get_expertise',
  'log_issue',
  'add_follow_up',
  'update_task_status',
] as const
export type TaskToolName = (typeof TASK_TOOL_NAMES)[number]
/** For each tool, the name or the command by which an agent calls it. */
export type TaskToolNames = Readonly<Record<TaskToolName, string>>

export const CLAIMS = ['done', 'incomplete', 'no-change-needed'] as const
/** What an agent says of its task. It changes no status (S3). */
export type Claim = (typeof CLAIMS)[number]

export type TaskCall =
  | { type: 'status'; claim: Claim; text: string }
  | { type: 'issue'; title: string; text: string }
  | { type: 'follow-up'; title: string; text: string; epic: string | null; dependsOn: readonly string[] }

/** A line of the file of calls. */
export interface CallRecord {
  /** The token of the attempt. The conductor ignores a line with another one. */
  token: string
  call: TaskCall
}

/** The limits of one attempt (R4). An agent that makes more calls repeats itself, and nobody would read them. Texts are in characters. */
export const CALL_LIMITS = { calls: 50, title: 200, text: 4_000, key: 100, dependencies: 20 } as const

/** What the tools of an attempt know without a server. */
export interface TaskFile {
  /** The SHA-256 hash of the token, in hex. */
  tokenHash: string
  attempt: number
  sheet: TaskSheet
}

/** What the tools return about the task. */
export interface TaskSheet {
  key: string
  description: string
  action: string | null
  epic: { key: string; name: string }
  /** The files that the plan expects the task to change. */
  files: readonly string[]
  /** What the project has learned and the session got in its prompt (E2). It is null when there is nothing. */
  expertise: string | null
  /** At most `SHEET_DEPENDENCIES`. */
  dependencies: readonly SheetDependency[]
  /** The number of dependencies that are left out because of that limit. */
  moreDependencies: number
}

export interface SheetDependency {
  key: string
  /** With `soft`, the dependency only sets the order. */
  kind: 'hard' | 'soft'
  /** The beginning of the description. */
  description: string
  status: string
  /** The commit that merged the work. It is null when the work is not merged. */
  commit: string | null
}

/** A task of an epic may depend on all tasks of a large epic. */
export const SHEET_DEPENDENCIES = 200

/**
 * Reads a line of the file of calls. An agent could write the file without the tools, so each value is checked.
 *
 * @returns null when the line is not a call
 */
export function readCall(line: string): CallRecord | null {
  const record = parsed(line)
  if (!isObject(record) || typeof record.token !== 'string') return null
  const call = isObject(record.call) ? callOf(record.call) : null
  return call && { token: record.token, call }
}

function callOf({ type, ...input }: Record<string, unknown>): TaskCall | null {
  if (!isText(input.text, CALL_LIMITS.text)) return null
  const { text, claim, title, epic, dependsOn } = input
  if (type === 'status') return isClaim(claim) ? { type, claim, text } : null
  if (!isText(title, CALL_LIMITS.title)) return null
  if (type === 'issue') return { type, title, text }
  if (type !== 'follow-up' || !(epic === null || isText(epic, CALL_LIMITS.key)) || !isKeys(dependsOn)) return null
  return { type, title, text, epic, dependsOn }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isText = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= most
const isClaim = (value: unknown): value is Claim => CLAIMS.some((claim) => claim === value)
const isKeys = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= CALL_LIMITS.dependencies && value.every((key) => isText(key, CALL_LIMITS.key))

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
