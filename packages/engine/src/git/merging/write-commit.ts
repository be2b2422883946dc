import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../exec/git-environment.ts'
import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { isObjectId } from '../refs/object-id.ts'

const HASH = ['hash-object', '-t', 'commit', '-w', '--no-filters']

/**
 * Writes a commit object, usually without a new git process. The content goes to git in a file, because it may contain any bytes. The file is beside
 * the drafts, so that it is removed with them after a kill.
 *
 * @returns the id, which git computes
 * @throws GitFailure when the content is not that of a commit
 */
export async function writeCommit(git: GitExec, place: GitPlace, content: string | Uint8Array): Promise<string> {
  const write = async (drafts: Environment) => {
    const file = join(drafts.GIT_OBJECT_DIRECTORY ?? tmpdir(), `coppice-commit-${randomUUID()}`)
    await writeFile(file, content, { flag: 'wx', mode: 0o600 })
    try {
      const there = { ...place, drafts: undefined, env: { ...place.env, ...drafts } }
      return (await askToWrite(git, there, file)) ?? (await git.text(there, [...HASH, '--', file]))
    } finally {
      await rm(file, { force: true })
    }
  }
  return place.drafts ? place.drafts.during(write) : write({})
}

async function askToWrite(git: GitExec, place: GitPlace, file: string): Promise<string | null> {
  const printed = await git.ask(place, [...HASH, '--stdin-paths'], `${file}\n`, (text) => text.endsWith('\n'))
  const id = printed?.trim()
  return id !== undefined && isObjectId(id) ? id : null
}
