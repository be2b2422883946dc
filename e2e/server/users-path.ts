import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

const PATH = process.env.PATH ?? ''

/** The PATH of a user, who may have an older Node than the one that `npm start` fetched. If there is no other Node, it has this one. */
export function usersPath(): string {
  const theirs = PATH.split(delimiter).filter((folder) => nodeIn(folder) !== dirname(realpathSync(process.execPath)))
  return theirs.some((folder) => existsSync(join(folder, 'node'))) ? theirs.join(delimiter) : PATH
}

function nodeIn(folder: string): string | null {
  const node = join(folder, 'node')
  return existsSync(node) ? dirname(realpathSync(node)) : null
}
