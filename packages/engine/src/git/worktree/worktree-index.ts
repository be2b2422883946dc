import { readFile } from 'node:fs/promises'
import type { GitPlace } from '../exec/git-place.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { type IndexEntry, parseIndex } from './parse-index.ts'

/** The mode of an entry that is the commit of a submodule or of a nested repository. */
export const GITLINK = '160000'
/** The mode of a gitlink in an index file: 4 bytes, big-endian. */
const GITLINK_BYTES = Buffer.from([0, 0, 0xe0, 0])

/** Where the index is that `ls-files` reads. */
interface IndexPlace {
  repo: RepositoryContext
  place: GitPlace
}

export async function readIndex({ repo, place }: IndexPlace): Promise<IndexEntry[]> {
  return parseIndex((await repo.git.bytes(place, ['ls-files', '-v', '--stage', '-z'])).toString('utf8'))
}

/**
 * @param file the index file of `place`
 * @returns the paths of its gitlinks. A file without the bytes of their mode contains none, so most tasks need no git process for this.
 */
export async function gitlinksOf(index: IndexPlace, file: string): Promise<string[]> {
  if (!(await readFile(file)).includes(GITLINK_BYTES)) return []
  return (await readIndex(index)).filter(({ mode }) => mode === GITLINK).map(({ path }) => path)
}
