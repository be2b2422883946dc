import { readFile } from 'node:fs/promises'
import type { GitPlace } from '../exec/git-place.ts'
import type { RepositoryContext } from '../repository-context.ts'
import { type IndexEntry, parseIndex } from './parse-index.ts'

/** The mode of an entry that is the commit of a submodule or of a nested repository. */
export const GITLINK = '160000'
/** The mode of a gitlink in an index file: 4 bytes, big-endian. */
const GITLINK_BYTES = Buffer.from([0, 0, 0xe0, 0])

/** The repository and the directories with which `git ls-files` reads an index. */
interface IndexPlace {
  repo: RepositoryContext
  place: GitPlace
}

/** @param encoding how paths become texts. With `latin1`, each character is a byte, so that no two paths become the same text. */
export async function readIndex(
  { repo, place }: IndexPlace,
  encoding: 'utf8' | 'latin1' = 'utf8',
): Promise<IndexEntry[]> {
  return parseIndex((await repo.git.bytes(place, ['ls-files', '-v', '--stage', '-z'])).toString(encoding))
}

/**
 * Returns the paths of all gitlinks in an index. Most indexes have no gitlink. So the function first searches the index file for the bytes
 * of a gitlink's mode, and starts git only when the file contains these bytes.
 * @param file the path of the index file
 */
export async function gitlinksOf(index: IndexPlace, file: string): Promise<string[]> {
  const bytes = await readFile(file)
  // A file that is not an index goes to git too, so that git reports what is wrong with it.
  if (bytes.subarray(0, 4).toString('latin1') === 'DIRC' && !bytes.includes(GITLINK_BYTES)) return []
  return (await readIndex(index)).filter(({ mode }) => mode === GITLINK).map(({ path }) => path)
}
