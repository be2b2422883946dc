import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { readPlain } from './plain-files.ts'

const MOST_BYTES = 1024 * 1024

export interface LooseCommit {
  content: Buffer
  tree: string
  parents: readonly string[]
}

/**
 * Reads a commit from a folder of objects without git. Its id is not checked: git computes it when the commit is stored.
 *
 * @returns null when the object is not a plain file of its own, is too large, or is not a commit
 */
export async function readLooseCommit(objects: string, id: string): Promise<LooseCommit | null> {
  const file = await readPlain(join(objects, id.slice(0, 2), id.slice(2)), MOST_BYTES)
  if (typeof file === 'string') return null
  try {
    return parse(inflateSync(file, { maxOutputLength: MOST_BYTES }))
  } catch {
    return null
  }
}

function parse(object: Buffer): LooseCommit | null {
  const start = object.indexOf(0) + 1
  const content = object.subarray(start)
  if (object.subarray(0, start).toString('latin1') !== `commit ${content.length}\0`) return null
  const headers = content.toString('latin1').split('\n\n', 1)[0]?.split('\n') ?? []
  const values = (name: string) =>
    headers.filter((one) => one.startsWith(`${name} `)).map((one) => one.slice(name.length + 1))
  const [tree, ...others] = values('tree')
  return tree === undefined || others.length > 0 ? null : { content, tree, parents: values('parent') }
}
