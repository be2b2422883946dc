import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

const PATH = process.env.PATH ?? ''

/** @returns the PATH of a user. It leaves out the Node that `npm start` fetched, unless the machine has no other Node. */
export function usersPath(): string {
  const theirs = PATH.split(delimiter).filter((folder) => nodeIn(folder) !== dirname(realpathSync(process.execPath)))
  return theirs.some((folder) => existsSync(join(folder, 'node'))) ? theirs.join(delimiter) : PATH
}

function nodeIn(folder: string): string | null {
  const node = join(folder, 'node')
  return existsSync(node) ? dirname(realpathSync(node)) : null
}
