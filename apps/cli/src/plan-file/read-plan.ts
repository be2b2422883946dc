import { readFile, stat } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { LARGEST_PLAN_BYTES } from '@coppice/engine/plan'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'

/** Reads a plan file; `-` is standard input. @throws CommandError when the file cannot be read or is larger than 2 MiB. */
export async function readPlan(file: string): Promise<string> {
  if (file === '-') return text(process.stdin)
  try {
    const { size } = await stat(file)
    if (size > LARGEST_PLAN_BYTES)
      throw new CommandError(
        EXIT.usage,
        `${file} is larger than 2 MiB, the limit for a plan. Divide it into several plans.`,
      )
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(EXIT.usage, `${file} cannot be read: ${reason(error)}`)
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT') return 'there is no such file. To write one: coppice init'
  if (code === 'EISDIR') return 'it is a folder. Give the path of a plan file.'
  return error instanceof Error ? error.message : String(error)
}
