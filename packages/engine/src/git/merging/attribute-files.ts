import { type GitExec, LONG_SILENCE_MS } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { parseRawDiff } from './parse-raw-diff.ts'
import { readBlobs } from './read-blobs.ts'

/** The content of the `.gitattributes` files of a commit, by path. */
export type AttributeFiles = ReadonlyMap<string, Buffer>

/** The ids of the empty tree, for SHA-1 and for SHA-256. Git can read this tree in every repository, even if it is not stored there. */
const EMPTY_TREES: readonly string[] = [
  '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
]

const DIFF = ['diff-tree', '-r', '-z', '--raw', '--no-renames']
const ATTRIBUTES = ['--', ':(top,glob)**/.gitattributes']
const LONG = { silenceMs: LONG_SILENCE_MS }
const END = 'end\n'

/** Git follows a `.gitattributes` file of these modes. It ignores a symbolic link. */
const FILES = new Set(['100644', '100755'])

/**
 * Reads the `.gitattributes` files of commits. It keeps the files of the last commit. For the next commit it reads only the files that
 * differ, because successive merges of a run have nearly the same ones.
 */
export class AttributeReader {
  readonly #git: GitExec
  readonly #place: GitPlace
  #last: { commit: string; files: AttributeFiles } | null = null

  constructor(git: GitExec, place: GitPlace) {
    this.#git = git
    this.#place = place
  }

  /** Reads the `.gitattributes` files of a commit. @throws GitFailure when the commit is missing */
  async at(commit: string): Promise<AttributeFiles> {
    const last = this.#last
    if (last?.commit === commit) return last.files
    const next = last === null ? null : await this.#after(last.commit, last.files, commit).catch(() => null)
    const files = next ?? (await this.#after(emptyTree(commit), new Map(), commit))
    this.#last = { commit, files }
    return files
  }

  async #after(from: string, before: AttributeFiles, to: string): Promise<AttributeFiles> {
    const changes = parseRawDiff(await this.#diff(from, to))
    const present = changes.filter(({ mode }) => FILES.has(mode))
    const contents = await readBlobs(this.#git, this.#place, [...new Set(present.map(({ id }) => id))])
    const files = new Map(before)
    for (const { path } of changes) files.delete(path)
    for (const { path, id } of present) files.set(path, contents.get(id) ?? Buffer.alloc(0))
    return files
  }

  async #diff(from: string, to: string): Promise<string> {
    return (
      (await this.#diffOfCommits(from, to)) ?? this.#git.text(this.#place, [...DIFF, from, to, ...ATTRIBUTES], LONG)
    )
  }

  /** Usually needs no new git process. @returns null when one of them is not a commit of the user's repository, for example a draft */
  async #diffOfCommits(from: string, to: string): Promise<string | null> {
    if (EMPTY_TREES.includes(from)) return null
    const args = [...DIFF, '--stdin', '--always', ...ATTRIBUTES]
    // Git compares the first commit of a line with the second one. It repeats a line that names no commit, so the reply ends with it.
    const diff = await this.#git.ask(this.#place, args, `${to} ${from}\n${END}`, (printed) => printed.endsWith(END))
    // A difference begins with the commit. Git prints nothing when it does not have the commit.
    const start = `${to}\0`
    return diff?.startsWith(start) ? diff.slice(start.length, -END.length) : null
  }
}

const emptyTree = (commit: string): string => EMPTY_TREES.find((tree) => tree.length === commit.length) ?? ''
