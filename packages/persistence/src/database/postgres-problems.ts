import { StartProblem } from '../start-problem.ts'

/** The database of DATABASE_URL cannot be used. */
export class DatabaseUnreachable extends StartProblem {}

/**
 * Turns an error that the configuration causes into a StartProblem of one line without the password. It returns any other error unchanged.
 */
export function unreachable(url: string, error: unknown): unknown {
  if (error instanceof StartProblem || !(error instanceof Error)) return error
  const reason = reasonOf(error)
  if (reason === null) return error
  return new DatabaseUnreachable(`The database ${withoutSecrets(url)} cannot be used: ${reason} Check DATABASE_URL.`, {
    cause: error,
  })
}

/** Checks a database URL. @throws DatabaseUnreachable when the text is not the URL of a PostgreSQL server */
export function assertPostgresUrl(url: string): void {
  if (URL.canParse(url) && ['postgres:', 'postgresql:'].includes(new URL(url).protocol)) return
  throw new DatabaseUnreachable(
    'DATABASE_URL is not the URL of a PostgreSQL server. Write postgresql://user:password@host:port/database, or unset DATABASE_URL to use the embedded database.',
  )
}

function reasonOf(error: Error): string | null {
  const code = 'code' in error ? String(error.code) : ''
  return REASONS[code] ?? (/timeout|terminated/i.test(error.message) ? 'the server does not respond.' : null)
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server listens at this address.',
  ENOTFOUND: 'the host does not exist.',
  EAI_AGAIN: 'the name of the host could not be looked up.',
  EHOSTUNREACH: 'the host cannot be reached.',
  ECONNRESET: 'the server closed the connection.',
  ETIMEDOUT: 'the server does not respond.',
  '28P01': 'the user or password is wrong.',
  '28000': 'the server does not accept this user.',
  '3D000': 'the server has no database of this name.',
  '42501': 'the user may not create tables in this database.',
  '53300': 'the server has no free connection.',
  '57P03': 'the server is starting or stopping.',
}

function withoutSecrets(url: string): string {
  const { host, pathname } = new URL(url)
  return host + pathname
}
