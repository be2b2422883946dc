import type { Logger } from 'pino'

const SECRETS = ['authorization', 'cookie', '["set-cookie"]', 'token', 'secret']

/** @returns a logger that redacts headers and fields with secrets at every level of a log line (A2). */
export const redacted = (log: Logger): Logger =>
  log.child({}, { redact: { paths: SECRETS.flatMap(atAnyLevel), censor: '[redacted]' } })

function atAnyLevel(name: string): string[] {
  const below = name.startsWith('[') ? name : `.${name}`
  return [name, `*${below}`, `*.*${below}`]
}
