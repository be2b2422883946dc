import { StartProblem } from '../start-problem.ts'

/** This version cannot open the embedded database. */
export class DatabaseUnusable extends StartProblem {}

/** The embedded database is damaged. Coppice does not delete or repair it, so that the user can still save its readable parts. */
export class DatabaseDamaged extends StartProblem {
  constructor(path: string, why: string, options?: ErrorOptions) {
    super(
      `The database in ${path} is damaged (${why}). Coppice has deleted nothing. Restore a copy of this folder, or move it away to start with an empty database: mv ${path} ${path}.damaged. The merged work is in the git repositories.`,
      options,
    )
  }
}

const LONGEST_REASON = 160

/** Returns the first line of a text, without control characters and shortened, for a message of one line. */
export const onlyLine = (text: string): string =>
  (text.split('\n', 1)[0] ?? '').replaceAll(/\p{Cc}/gu, '�').slice(0, LONGEST_REASON)

/** PostgreSQL’s classes of errors for a failing disk and for damaged data. */
const DAMAGE_CODES = ['58P01', '58P02', '58030', 'XX001', 'XX002']
const DISK_FULL = '53100'
/** PGlite's messages when PostgreSQL has ended by itself: an exit, a trap, a broken socket. */
const GAVE_UP = /unreachable|Aborted\(|out of bounds|terminated with exit|broke off in the middle|failed to initialize/i
const GAVE_UP_REASON = 'PostgreSQL exits when it opens the database'

/** Finds the code and the message of the database in the message of an error of Prisma. */
const WITHIN_PRISMA = /Code: `(\w{5})`\. Message: `([^`]*)`/

/** @returns why the database cannot be used, or null when the error is about something else */
export function damageIn(error: unknown): string | null {
  for (const { name, message = '', errno, ...rest } of causes(error)) {
    const [, code = rest.code, words = message] = WITHIN_PRISMA.exec(message) ?? []
    if (code === DISK_FULL) return 'its disk is full'
    if (DAMAGE_CODES.some((known) => known === code)) return onlyLine(words)
    if (GAVE_UP.test(message)) return GAVE_UP_REASON
    if (name === 'ErrnoError') return `its files cannot be read, error ${errno ?? 'unknown'}`
  }
  return null
}

interface Cause {
  code?: unknown
  name?: string
  message?: string
  errno?: number
  cause?: unknown
}

/** Returns the error and its causes. PGlite also throws values that are not Errors. */
function causes(error: unknown): Cause[] {
  const found: Cause[] = []
  for (let one = error as Cause | undefined; typeof one === 'object' && one !== null && found.length < 10; )
    one = found[found.push(one) - 1]?.cause as Cause | undefined
  return found
}
