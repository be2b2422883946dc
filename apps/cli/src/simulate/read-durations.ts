import { readFile } from 'node:fs/promises'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'

/**
 * Reads a JSON file with durations: an object with task keys as keys and milliseconds as values.
 * @returns an empty map when `file` is undefined
 * @throws CommandError for an unreadable file, a wrong shape, and a key that the plan lacks
 */
export async function readDurations(
  file: string | undefined,
  keys: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  if (file === undefined) return new Map()
  const refuse = (why: string) => new CommandError(EXIT.usage, `${file}: ${why}`)
  const source = await readFile(file, 'utf8').catch((error: Error) => {
    throw refuse(`cannot be read: ${error.message}`)
  })
  const entries = Object.entries(parsed(source, refuse))
  for (const [key, ms] of entries) {
    if (!keys.has(key)) throw refuse(`the plan has no task ${key}.`)
    if (typeof ms !== 'number' || !(ms >= 0))
      throw refuse(`${key} is ${JSON.stringify(ms)}, expected a number of milliseconds, 0 or more.`)
  }
  return new Map(entries as [string, number][])
}

function parsed(source: string, refuse: (why: string) => Error): object {
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch (error) {
    throw refuse(`is not JSON: ${error instanceof Error ? error.message : error}`)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw refuse('expected an object with task keys and milliseconds, such as {"my-task": 60000}.')
}
