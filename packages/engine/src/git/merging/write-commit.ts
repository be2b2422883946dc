import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { isObjectId } from '../refs/object-id.ts'

const HASH = ['hash-object', '-t', 'commit', '-w', '--no-filters']

/**
 * Writes a commit object, usually without a new git process. The content goes to git in a file, because it may contain any bytes.
 *
 * @returns the id, which git computes
 * @throws GitFailure when the content is not that of a commit
 */
export async function writeCommit(git: GitExec, place: GitPlace, content: string | Uint8Array): Promise<string> {
  const file = join(tmpdir(), `coppice-commit-${randomUUID()}`)
  await writeFile(file, content, { flag: 'wx', mode: 0o600 })
  try {
    return (await askToWrite(git, place, file)) ?? (await git.text(place, [...HASH, '--', file]))
  } finally {
    await rm(file, { force: true })
  }
}

async function askToWrite(git: GitExec, place: GitPlace, file: string): Promise<string | null> {
  const ask = (env = {}) =>
    git.ask({ ...place, env: { ...place.env, ...env } }, [...HASH, '--stdin-paths'], `${file}\n`, (printed) =>
      printed.endsWith('\n'),
    )
  const id = (await (place.drafts ? place.drafts.during(ask) : ask()))?.trim()
  return id !== undefined && isObjectId(id) ? id : null
}
