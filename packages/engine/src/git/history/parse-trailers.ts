import type { TrailedCommit } from '../../ports/git.ts'

const KEYS = [
  'Coppice-Project',
  'Coppice-Run',
  'Coppice-Epic',
  'Coppice-Task',
  'Coppice-Session',
  'Coppice-Verified',
] as const
const value = (key: string): string => `%(trailers:key=${key},valueonly,unfold,separator=%x0a)`

/** The format for `git log`, with NUL between the fields. A message cannot contain NUL, so a field cannot look like two. */
export const TRAILER_FORMAT = ['%H', '%T', '%P', ...KEYS.map(value)].join('%x00')
const FIELDS = 3 + KEYS.length

export interface LoggedCommit extends TrailedCommit {
  tree: string
  /** Whether a trailer occurs more than once, as in a message that quotes the messages of several commits. */
  isRepeated: boolean
}

/** Parses the output of `git log -z --format=tformat:TRAILER_FORMAT`. It skips commits without a `Coppice-Task` trailer. */
export function parseTrailers(stdout: string): LoggedCommit[] {
  const fields = stdout.split('\0')
  const commits: LoggedCommit[] = []
  for (let at = 0; at + FIELDS <= fields.length; at += FIELDS) {
    const [
      commit = '',
      tree = '',
      parents = '',
      project = '',
      run = '',
      epic = '',
      task = '',
      session = '',
      verified = '',
    ] = fields.slice(at, at + FIELDS)
    if (last(task) === null) continue
    commits.push({
      commit,
      tree,
      parents: parents.split(' ').filter((id) => id !== ''),
      project: last(project),
      run: number(last(run)),
      epic: last(epic),
      task: last(task) ?? '',
      session: number(last(session)),
      verified: last(verified),
      isRepeated: [project, run, epic, task, session].some((values) => linesOf(values).length > 1),
    })
  }
  return commits
}

/** When a trailer occurs more than once, the last one counts. */
function last(values: string): string | null {
  return linesOf(values).at(-1)?.trim() ?? null
}

const linesOf = (values: string): string[] => values.split('\n').filter((line) => line.trim() !== '')

function number(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}
