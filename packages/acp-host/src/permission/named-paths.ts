import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { KnownCall } from '../updates/tool-text.ts'

/** The names under which agents put a path, or a list of paths, into the input of a tool. */
const PATH_KEY = /(?:paths?|files?|folders?|dirs?|directory|directories|cwd|roots?)$/i
/** Under this name, Codex asks for access to files. Each text there counts as a path. */
const ACCESS_KEY = /^file_?system$/i

/** Returns all paths that a call of a tool names: its locations, its changes, and what its input calls a path, at any depth. */
export function namedPaths({ locations, content, rawInput }: KnownCall): string[] {
  const changed = (content ?? []).flatMap((one) => (one.type === 'diff' ? [one.path] : []))
  return [...(locations ?? []).map(({ path }) => path), ...changed, ...pathsIn(rawInput, false)]
}

/** @param isPath whether a text at this place is a path */
function pathsIn(value: unknown, isPath: boolean): string[] {
  if (typeof value === 'string') return isPath ? [value] : []
  if (Array.isArray(value)) return value.flatMap((one) => pathsIn(one, isPath))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => [
    // Codex also names the files that it changes by the keys of an object.
    ...(isAbsolute(key) ? [key] : []),
    ...(ACCESS_KEY.test(key) ? accessedPaths(one) : pathsIn(one, PATH_KEY.test(key))),
  ])
}

function accessedPaths(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return isSpecial(value) ? [OUTSIDE] : Object.values(value).flatMap(accessedPaths)
}

/** A place that has a name instead of a path, such as the root of all files or the folder for temporary files. */
function isSpecial(value: object): boolean {
  const { type, value: place } = value as { type?: unknown; value?: { kind?: unknown } | null }
  return type === 'special' && place?.kind !== 'project_roots'
}

const OUTSIDE = '/'

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
