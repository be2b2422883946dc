import { PassThrough, Readable } from 'node:stream'

/** Returns a fake terminal for tests. `input` is the text of standard input. */
export function io(input = '') {
  const stdout = new PassThrough({ encoding: 'utf8' })
  const stderr = new PassThrough({ encoding: 'utf8' })
  return {
    stdin: Readable.from([input]),
    stdout,
    stderr,
    output: () => stdout.read() ?? '',
    errors: () => stderr.read() ?? '',
  }
}
