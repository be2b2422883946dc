import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'

/** Reads the content of blobs with one call of git. @throws Error when one is missing */
export async function readBlobs(git: GitExec, place: GitPlace, ids: readonly string[]): Promise<Map<string, Buffer>> {
  if (ids.length === 0) return new Map()
  for (const id of ids) assertObjectId(id)
  const input = ids.map((id) => `${id}\n`).join('')
  const output = await git.bytes(place, ['cat-file', '--batch'], { input })
  const contents = new Map<string, Buffer>()
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at)
    const [id = '', type, size] = output.subarray(at, end).toString('latin1').split(' ')
    if (type !== 'blob')
      throw new Error(`the repository lacks the object ${id}, the content of a file. To check the repository: git fsck`)
    contents.set(id, output.subarray(end + 1, end + 1 + Number(size)))
    at = end + 1 + Number(size) + 1
  }
  return contents
}
