import { oneLine } from '../domain/naming.ts'

export interface MergeMessage {
  project: string
  /** The number of the run. It is null when a person finished the task. */
  run: number | null
  epic: string
  task: string
  /** The number of the session. It is null when no session did the work. */
  session: number | null
  /** The task's description. Its first line becomes the subject. */
  title: string
  /**
   * Whether verify passed on the tree of the merge. `with`: it passed on the tree of a later merge that was verified together with this one,
   * and this is the key of the task of that merge (ADR 0085). It is null when the project has no verify commands.
   */
  verified: boolean | { with: string } | null
  /**
   * The run and the task whose remembered resolution the merge used, such as `run 3, task parser`. It is null or absent when there is none.
   */
  resolution?: string | null
}

/**
 * Writes the message of a merge: a subject, and the trailers by which later runs find the task (D1). Line breaks in the texts of a plan
 * are removed, so that such a text cannot add a trailer.
 */
export function mergeMessage({
  project,
  run,
  epic,
  task,
  session,
  title,
  verified,
  resolution = null,
}: MergeMessage): string {
  const trailers: readonly (readonly [string, string | null])[] = [
    ['Coppice-Project', oneLine(project)],
    ['Coppice-Run', run === null ? null : String(run)],
    ['Coppice-Epic', oneLine(epic)],
    ['Coppice-Task', oneLine(task)],
    ['Coppice-Session', session === null ? null : String(session)],
    ['Coppice-Verified', verdictOf(verified)],
    ['Coppice-Resolution', resolution === null ? null : oneLine(resolution)],
  ]
  const lines = trailers.filter(([, value]) => value !== null && value !== '').map(([key, value]) => `${key}: ${value}`)
  return `${subject(task, title)}\n\n${lines.join('\n')}\n`
}

function verdictOf(verified: MergeMessage['verified']): string | null {
  if (verified === null) return null
  return typeof verified === 'boolean' ? String(verified) : `together with ${oneLine(verified.with)}`
}

function subject(task: string, title: string): string {
  const first =
    title
      .split(LINE_BREAK)
      .map(oneLine)
      .find((line) => line !== '') ?? ''
  return first === '' ? `Merge ${oneLine(task)}` : `Merge ${oneLine(task)}: ${first}`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters could end a line or the message
const LINE_BREAK = /[\u0000\n\v\f\r\u0085\u2028\u2029]/
