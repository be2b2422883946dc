import type { Lesson } from '../../domain/expertise.ts'
import { LIMITS } from '../limits.ts'
import { hidesFailure, mayHaveWritten, programOf, projectCommand } from './commands.ts'
import type { Action, Ran } from './observations.ts'
import { namesWorktree, relativeText } from './relative-text.ts'

/** What is known of a session that has finished its work. */
export interface FinishedSession {
  actions: readonly Action[]
  /** The files that differ between the base commit and the tip of the session, relative to the root of the repository. */
  changedFiles: readonly string[]
  /** Those files that existed at the base commit. */
  existedBefore: readonly string[]
  /** Those of the changed files, and of the files that the agent read or changed with its tools, that exist in the tip of the session. */
  existsAfter: readonly string[]
  /** The absolute path of the worktree, which agents write into paths. It is null when it is unknown. */
  worktreePath: string | null
  /** What people wrote to the session. */
  messages: readonly string[]
}

const MOST = { files: 4, commands: 4, cures: 3, conventions: 3 } as const
/** A cure names at most this many steps. If an agent needed more, it is not clear which step cured the failure. */
const MOST_STEPS = 3
const LONGEST_ERROR = 160
const LONGEST_MESSAGE = 400
/** Files that other files determine, and files with instructions for agents, which each prompt names anyway. */
const NO_LESSON =
  /(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|yarn\.lock|Cargo\.lock|poetry\.lock|go\.sum|AGENTS\.md|CLAUDE\.md|GEMINI\.md|CONTRIBUTING\.md|copilot-instructions\.md)$/

/**
 * Returns the lessons of a session that has finished its work, by rules:
 *
 * - A file that existed before matters when the session changed it, and so does a file that the session read at least twice. It matters only
 *   if the tip of the session has it.
 * - A command works when its last run succeeded. A run whose success may hide a failure does not count.
 * - A failure has a cure when the same command succeeded later. The cure is what the agent did between the two, if all of it is known.
 * - A message of a person to the session is a convention.
 *
 * A session that failed teaches nothing: what its agent did may be wrong.
 */
export function lessonsOf(session: FinishedSession): Lesson[] {
  const lessons = [...cures(session), ...conventions(session), ...commands(session), ...files(session)]
  return lessons.filter(({ text }) => !namesWorktree(text)).slice(0, LIMITS.lessonsPerSession)
}

function files({ actions, changedFiles, existedBefore, existsAfter, worktreePath }: FinishedSession): Lesson[] {
  const touches = touchesOf(actions, worktreePath)
  const exists = new Set(existsAfter)
  const touched = (path: string) => touches.get(path) ?? 0
  const byTouches = (one: string, other: string) => touched(other) - touched(one) || (one < other ? -1 : 1)
  const changed = existedBefore.filter((path) => exists.has(path) && !NO_LESSON.test(path)).sort(byTouches)
  const wasChanged = new Set(changedFiles)
  const onlyRead = [...touches.keys()]
    .filter((path) => touched(path) > 1 && exists.has(path) && !wasChanged.has(path) && !NO_LESSON.test(path))
    .sort(byTouches)
  return [
    ...changed.map((path) => fileLesson(`Work in this domain changes \`${path}\`.`, path)),
    ...onlyRead.map((path) => fileLesson(`Work in this domain needs what \`${path}\` says.`, path)),
  ].slice(0, MOST.files)
}

const fileLesson = (text: string, path: string): Lesson => ({ kind: 'FILE', text, paths: [path] })

function commands({ actions, worktreePath }: FinishedSession): Lesson[] {
  const runs = new Map<string, { count: number; failed: boolean }>()
  for (const { command, failed } of knownRuns(actions, worktreePath)) {
    const count = (runs.get(command)?.count ?? 0) + 1
    runs.set(command, { count, failed })
  }
  return [...runs]
    .filter(([, { failed }]) => !failed)
    .toSorted(([, one], [, other]) => other.count - one.count)
    .slice(0, MOST.commands)
    .map(([command]) => ({ kind: 'COMMAND', text: `${code(command)} works.`, paths: [] }))
}

function cures({ actions, changedFiles, worktreePath }: FinishedSession): Lesson[] {
  const lessons = new Map<string, Lesson>()
  const known = new Set(changedFiles)
  for (const [index, action] of actions.entries()) {
    const command = action.is === 'ran' && action.failed ? projectCommand(action.command, worktreePath) : null
    if (command === null || lessons.has(command)) continue
    const rest = actions.slice(index + 1)
    const cured = rest.findIndex(
      (later) => later.is === 'ran' && isRunOf(later, command, worktreePath) && succeeded(later),
    )
    const between = cured === -1 ? null : rest.slice(0, cured)
    // Only the last failure before the success has a cure: the steps before that failure cured nothing.
    if (
      between === null ||
      between.some((later) => later.is === 'ran' && isRunOf(later, command, worktreePath) && later.failed)
    )
      continue
    const other = between.filter((later) => later.is !== 'ran' || !isRunOf(later, command, worktreePath))
    if (other.some((later) => isUnknownChange(later, known, worktreePath))) continue
    const steps = stepsOf(other, known, worktreePath)
    if (steps.length > 0 && steps.length <= MOST_STEPS)
      lessons.set(command, cureLesson(command, relativeText((action as Ran).output, worktreePath), steps))
  }
  return [...lessons.values()].slice(0, MOST.cures)
}

interface Step {
  text: string
  path: string | null
}

const succeeded = ({ failed, command }: Ran): boolean => !failed && !hidesFailure(command)

const isRunOf = (action: Ran, command: string, worktreePath: string | null): boolean =>
  projectCommand(action.command, worktreePath) === command

/**
 * Says whether an action may have changed files and is no step of a cure. Then the steps that are known may lack the one that cured. An agent may
 * also change files outside of the repository; they seldom cure.
 */
function isUnknownChange(action: Action, known: ReadonlySet<string>, worktreePath: string | null): boolean {
  if (action.is === 'ran')
    return projectCommand(action.command, worktreePath) === null && mayHaveWritten(action.command)
  if (action.is !== 'changed') return action.is === 'unseen'
  const path = pathInRepository(action.path, worktreePath)
  return path !== null && !known.has(path)
}

function stepsOf(between: readonly Action[], known: ReadonlySet<string>, worktreePath: string | null): Step[] {
  const steps = new Map<string, Step>()
  for (const action of between) {
    if (action.is === 'ran') {
      const command = action.failed ? null : projectCommand(action.command, worktreePath)
      if (command !== null) steps.set(command, { text: `run ${code(command)}`, path: null })
    } else if (action.is === 'changed') {
      const path = pathInRepository(action.path, worktreePath)
      if (path !== null && known.has(path)) steps.set(path, { text: `change \`${path}\``, path })
    }
  }
  return [...steps.values()]
}

function cureLesson(command: string, output: string, steps: readonly Step[]): Lesson {
  const error = errorLine(output)
  const how = steps.map(({ text }) => text).join(', ')
  const said = error === '' ? '' : ` with “${error}”`
  return {
    kind: 'CURE',
    text: `When ${code(command)} fails${said}: ${how}.`,
    paths: steps.map(({ path }) => path).filter((path) => path !== null),
  }
}

const SAYS_WHY = /\b(?:error|cannot|can't|not found|no such|missing|failed|refused|denied|undefined|expected)\b/i

/** Returns the line of an output that says most about the failure, without numbers that differ from run to run. */
function errorLine(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const line = lines.find((one) => SAYS_WHY.test(one)) ?? lines.at(-1) ?? ''
  return line.replace(/\s+/g, ' ').replaceAll('“', '"').replaceAll('”', '"').slice(0, LONGEST_ERROR).toWellFormed()
}

function conventions({ messages }: FinishedSession): Lesson[] {
  return messages
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '' && text.length <= LONGEST_MESSAGE)
    .slice(0, MOST.conventions)
    .map((text) => ({ kind: 'CONVENTION', text: `A person said: ${text}`, paths: [] }))
}

function* knownRuns(actions: readonly Action[], worktreePath: string | null): Generator<Ran> {
  for (const action of actions) {
    const command = action.is === 'ran' ? projectCommand(action.command, worktreePath) : null
    if (action.is !== 'ran' || command === null || programOf(command) === '') continue
    if (action.failed || succeeded(action)) yield { ...action, command }
  }
}

/**
 * Returns a path relative to the root of the repository, without `.` and `..`.
 *
 * @returns null when the path is outside of the worktree, or is no path of one line
 */
export function pathInRepository(path: string, worktreePath: string | null): string | null {
  if (path.startsWith('~') || /\p{Cc}/u.test(path)) return null
  const isAbsolute = path.startsWith('/')
  if (isAbsolute && (worktreePath === null || !path.startsWith(`${worktreePath}/`))) return null
  const names: string[] = []
  for (const name of (isAbsolute ? path.slice(worktreePath?.length) : path).split('/')) {
    if (name === '' || name === '.') continue
    if (name !== '..') names.push(name)
    else if (names.pop() === undefined) return null
  }
  return names.length === 0 ? null : names.join('/')
}

/** Returns the files of the repository that the agent read or changed with its tools, with how often it did. */
export function touchesOf(actions: readonly Action[], worktreePath: string | null): Map<string, number> {
  const touches = new Map<string, number>()
  for (const action of actions)
    if (action.is === 'read' || action.is === 'changed') {
      const path = pathInRepository(action.path, worktreePath)
      if (path !== null) touches.set(path, (touches.get(path) ?? 0) + 1)
    }
  return touches
}

const code = (text: string): string => (text.includes('`') ? text : `\`${text}\``)
