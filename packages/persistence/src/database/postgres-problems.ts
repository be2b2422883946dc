import { StartProblem } from '../start-problem.ts'

/** DATABASE_URL does not lead to a usable database. */
export class DatabaseUnreachable extends StartProblem {}

/** Turns an error of configuration into one line without the password. A StartProblem and any other error stay as they are. */
export function unreachable(url: string, error: unknown): unknown {
  if (error instanceof StartProblem || !(error instanceof Error)) return error
  const reason = reasonOf(error)
  if (reason === null) return error
  return new DatabaseUnreachable(`The database ${withoutSecrets(url)} cannot be used: ${reason} Check DATABASE_URL.`, {
    cause: error,
  })
}

/** Throws when the text is not the URL of a PostgreSQL server. */
export function assertPostgresUrl(url: string): void {
  if (URL.canParse(url) && ['postgres:', 'postgresql:'].includes(new URL(url).protocol)) return
  throw new DatabaseUnreachable(
    'DATABASE_URL is no PostgreSQL URL: write postgresql://user:password@host:port/database, or leave it out for the embedded database.',
  )
}

function reasonOf(error: Error): string | null {
  const code = 'code' in error ? String(error.code) : ''
  return REASONS[code] ?? (/timeout|terminated/i.test(error.message) ? 'it does not answer.' : null)
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server listens there.',
  ENOTFOUND: 'its host is not known.',
  EAI_AGAIN: 'its host is not known.',
  EHOSTUNREACH: 'its host is not reached.',
  ECONNRESET: 'the server closed the connection.',
  ETIMEDOUT: 'it does not answer.',
  '28P01': 'the user or password is wrong.',
  '28000': 'the server does not let this user in.',
  '3D000': 'there is no database of that name on the server.',
  '42501': 'the user may not make tables in it.',
  '53300': 'the server has no connection left.',
  '57P03': 'the server is starting or stopping.',
}

function withoutSecrets(url: string): string {
  const { host, pathname } = new URL(url)
  return host + pathname
}
