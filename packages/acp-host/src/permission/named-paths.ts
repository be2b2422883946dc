import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { KnownCall } from '../updates/tool-text.ts'

/** The names under which agents put paths into the input of a tool. */
const PATH_KEY = /(?:path|file|folder|dir|directory|cwd)$/i

/** Returns all paths that a call of a tool names: its locations, its changes, and what its input calls a path. */
export function namedPaths({ locations, content, rawInput }: KnownCall): string[] {
  const changed = (content ?? []).flatMap((one) => (one.type === 'diff' ? [one.path] : []))
  const input = typeof rawInput === 'object' && rawInput !== null ? Object.entries(rawInput) : []
  const inInput = input.flatMap(([key, value]) => (PATH_KEY.test(key) && typeof value === 'string' ? [value] : []))
  return [...(locations ?? []).map(({ path }) => path), ...changed, ...inInput]
}

/** Returns whether a path leads into a folder, also through symbolic links. The path may not exist yet. */
export function isInside(folder: string, path: string): boolean {
  const from = relative(realpathSync(folder), realPath(resolve(folder, path)))
  return from === '' || (from !== '..' && !from.startsWith('../') && !isAbsolute(from))
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realPath(parent), relative(parent, path))
  }
}
