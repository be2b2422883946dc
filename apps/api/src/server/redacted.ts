import type { Logger } from 'pino'

const SECRETS = ['authorization', 'cookie', '["set-cookie"]', 'token', 'secret']

/** A logger that writes no secret, wherever in the fields of a line it is (A2). */
export const redacted = (log: Logger): Logger =>
  log.child({}, { redact: { paths: SECRETS.flatMap(atAnyLevel), censor: '[redacted]' } })

function atAnyLevel(name: string): string[] {
  const below = name.startsWith('[') ? name : `.${name}`
  return [name, `*${below}`, `*.*${below}`]
}
