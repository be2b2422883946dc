import { lstat } from 'node:fs/promises'
import type { CheckoutState } from '../../ports/git.ts'
import type { GitCallOptions, GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { parseRawDiff, type RawChange } from '../merging/parse-raw-diff.ts'

/** The most bytes of files whose new or old content a patch has. A checkout may have any amount of data that nobody committed. */
export const MOST_PATCH_BYTES = 50 * 1024 * 1024

/** Paths have one character for each byte (latin1), because a name need not be UTF-8. */
export interface Fitting<T> {
  fits: T[]
  /** What exceeds the limit. */
  omitted: T[]
}

/** The state of the checkout from which a patch is made, and the time, in milliseconds, at which it was read first. */
export interface PatchSince {
  state: CheckoutState
  atMs: number
}

const LIST = ['ls-files', '--modified', '--deleted', '--others', '--exclude-standard', '-z']

/**
 * Returns the files of the checkout that a patch contains: those that differ from the index, and untracked files. Smaller files come first.
 * An untracked file that was there in the state `since`, and has not changed, is left out.
 *
 * @param except paths that are left out
 */
export async function patchFiles(
  git: GitExec,
  checkout: GitPlace,
  options: GitCallOptions,
  since: PatchSince | null,
  except: readonly string[],
): Promise<Fitting<string>> {
  const old = since === null ? new Set() : untrackedIn(since.state)
  const left = new Set(except)
  const sizes = new Map<string, number>()
  for (const path of new Set((await git.bytes(checkout, LIST, options)).toString('latin1').split('\0'))) {
    // A repository in the checkout is a path with a `/` at its end.
    if (path === '' || path.endsWith('/') || left.has(path)) continue
    const found = await lstat(
      Buffer.from(`${Buffer.from(checkout.workTree).toString('latin1')}/${path}`, 'latin1'),
    ).catch(() => null)
    if (since !== null && old.has(path) && found !== null && found.ctimeMs < since.atMs) continue
    sizes.set(path, found?.isFile() ? found.size : 0)
  }
  return fitting([...sizes.keys()], (path) => sizes.get(path) ?? 0)
}

function untrackedIn({ status }: CheckoutState): Set<string> {
  const lines = status.split('\0').filter((line) => line.startsWith('? '))
  return new Set(lines.map((line) => Buffer.from(line.slice(2)).toString('latin1')))
}

/** Returns the changes between a tree and the index. The limit counts the larger side of each change, because a patch may have both. */
export async function patchChanges(
  git: GitExec,
  checkout: GitPlace,
  options: GitCallOptions,
  base: string,
): Promise<Fitting<RawChange>> {
  const how = ['--cached', '--raw', '-z', '--no-renames', '--no-abbrev', '--ignore-submodules=all']
  const listed = await git.bytes(checkout, ['diff-index', ...how, base, '--'], options)
  const changes = parseRawDiff(listed.toString('latin1'))
  const ids = [...new Set(changes.flatMap(({ id, beforeId }) => [id, beforeId]))]
  const asked = ['cat-file', '--batch-check=%(objectname) %(objectsize)']
  const printed = await git.text(checkout, asked, { ...options, input: ids.map((id) => `${id}\n`).join('') })
  const sizes = new Map(printed.split('\n').map((line) => line.split(' ') as [string, string]))
  const sizeOf = (id: string) => Number(sizes.get(id)) || 0
  return fitting(changes, ({ id, beforeId }) => Math.max(sizeOf(id), sizeOf(beforeId)))
}

function fitting<T>(all: readonly T[], sizeOf: (one: T) => number): Fitting<T> {
  const result: Fitting<T> = { fits: [], omitted: [] }
  let total = 0
  for (const one of all.toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
    total += sizeOf(one)
    const { fits, omitted } = result
    ;(total <= MOST_PATCH_BYTES ? fits : omitted).push(one)
  }
  return result
}
