import type { FoundRun } from '../client/find-run.ts'
import type { Io } from '../io.ts'

interface Match {
  taskKey: string
  session: { number: number; attempt: number }
  sequence: number
  at: string
  kind: string
  before: string
  match: string
  after: string
  path: string
}

export interface SearchPage {
  edges: readonly { node: Match }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  /** The counts are in the first page only. `tasks` and `unsearched` have a limit, the totals have none. */
  totalCount?: number
  totalTasks?: number
  totalUnsearched?: number
  tasks?: readonly { taskKey: string; totalCount: number }[]
  unsearched?: readonly { session: { number: number; task: { key: string } }; reason: string }[]
}

export interface Report {
  page(page: SearchPage): Promise<void>
  end(): Promise<void>
}

/** Prints each match on a line, and then the counts as a message. */
export function textReport(io: Pick<Io, 'write' | 'message'>): Report {
  let counts: SearchPage | null = null
  return {
    async page(page) {
      counts ??= page
      for (const { node } of page.edges) await io.write(`${lineOf(node)}\n`)
    },
    async end() {
      const { totalCount = 0, tasks = [], totalTasks = 0, unsearched = [], totalUnsearched = 0 } = counts ?? {}
      for (const { session, reason } of unsearched)
        io.message(`Session ${session.number} of ${session.task.key} was not searched, or not all of it. ${reason}`)
      const unnamed = totalUnsearched - unsearched.length
      if (unnamed > 0) io.message(`The same holds for ${plural(unnamed, 'more session')}.`)
      const each = tasks.map(({ taskKey, totalCount: count }) => `${taskKey} ${count}`)
      if (totalTasks > tasks.length) each.push(`and ${plural(totalTasks - tasks.length, 'more task')}`)
      io.message(
        totalTasks === 0
          ? 'No line contains the text.'
          : `Lines with the text: ${totalCount} in ${plural(totalTasks, 'task')} (${each.join(', ')}).`,
      )
    },
  }
}

const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** Writes a match as `grep` does: where it is, then the line. */
const lineOf = ({ taskKey, session, sequence, before, match, after }: Match): string =>
  `${taskKey}:${session.number}:${sequence}: ${`${before}${match}${after}`.replace(/\s+/g, ' ').trim()}`

/** Prints one document piece by piece, so that its matches need no memory. */
export function jsonReport(
  io: Pick<Io, 'write' | 'out' | 'json'>,
  run: Pick<FoundRun, 'project' | 'number'>,
  text: string,
  url: string,
): Report {
  let isFirst = true
  return {
    async page({ edges, totalCount, totalTasks, totalUnsearched, tasks, unsearched }) {
      if (totalCount !== undefined) {
        const counts = { totalCount, totalTasks, totalUnsearched, tasks, unsearched }
        const head = { project: run.project, run: run.number, text, ...counts }
        await io.write(`${JSON.stringify(head).slice(0, -1)},"matches":[\n`)
      }
      for (const { node } of edges) {
        const { path, ...match } = node
        if (!isFirst) io.out(',')
        io.json({ ...match, url: url + path })
        isFirst = false
      }
    },
    end: () => io.write(']}\n'),
  }
}
