import { writeFile } from 'node:fs/promises'
import { CommandError } from '../command-error.ts'
import { EXIT } from '../exit-codes.ts'

/** Writes a new plan. @throws CommandError when the file exists or cannot be written */
export async function writePlan(file: string, plan: string): Promise<void> {
  try {
    await writeFile(file, plan, { flag: 'wx' })
  } catch (error) {
    throw new CommandError(EXIT.failed, reason(file, error))
  }
}

function reason(file: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EEXIST') return `${file} already exists; nothing was written. Name another file: coppice init FILE`
  if (code === 'ENOENT')
    return `${file} was not written: the folder does not exist. Create it, then run coppice init again.`
  return `${file} cannot be written: ${error instanceof Error ? error.message : error}`
}
