import type { HistoryLine, TrailedCommit } from '../../ports/git.ts'
import type { GitExec } from '../exec/git-exec.ts'
import type { GitPlace } from '../exec/git-place.ts'
import { assertObjectId } from '../refs/object-id.ts'
import { type LoggedCommit, parseTrailers, TRAILER_FORMAT } from './parse-trailers.ts'
import { withoutWork } from './without-work.ts'

const LINES: Readonly<Record<HistoryLine, readonly string[]>> = {
  all: [],
  'first-parent': ['--first-parent'],
  descendants: ['--ancestry-path'],
}

/**
 * Finds the commits that finish a task, by their `Coppice-Task` trailer. `git log` searches for a plain string, so that git need not
 * parse the trailers of every commit of a long history.
 * @param tip the newest commit to look at
 * @param since a commit; its history is left out
 * @param line which commits to look at. `all`: every commit, without those that Coppice's merge of a task brought. `descendants`: the same, but
 * only commits that contain `since`. `first-parent`: only the first parents, so nothing that any merge brought
 * @returns the commits, newest first
 */
export async function trailers(
  git: GitExec,
  place: GitPlace,
  tip: string,
  since: string | null,
  line: HistoryLine = 'all',
): Promise<TrailedCommit[]> {
  for (const id of since === null ? [tip] : [tip, since]) assertObjectId(id)
  const search = ['--fixed-strings', '--grep=Coppice-Task:', '--topo-order', '--no-show-signature']
  const range = since === null ? [tip] : [tip, `^${since}`]
  const lines = LINES[line]
  const args = ['log', '-z', `--format=tformat:${TRAILER_FORMAT}`, ...lines, ...search, ...range, '--']
  const logged = parseTrailers((await git.bytes(place, args)).toString('utf8'))
  const parentTrees = await treesOf(git, place, logged)
  const finishing = logged.filter((one) => finishes(one, parentTrees))
  const counted = line === 'first-parent' ? finishing : await withoutWork(git, place, range, finishing)
  return counted.map(toTrailed)
}

/**
 * Only a merge, or a commit that changes nothing, finishes a task (D1: Coppice makes its merges with two parents). An agent may copy a
 * trailer into an ordinary commit, for example by cherry-pick. Such a commit must not finish a task.
 */
function finishes(one: LoggedCommit, parentTrees: ReadonlyMap<string, string>): boolean {
  const [parent, ...more] = one.parents
  return parent !== undefined && (more.length > 0 || parentTrees.get(parent) === one.tree)
}

async function treesOf(git: GitExec, place: GitPlace, logged: readonly LoggedCommit[]): Promise<Map<string, string>> {
  const parents = [...new Set(logged.filter((one) => one.parents.length === 1).flatMap((one) => one.parents))]
  if (parents.length === 0) return new Map()
  const input = parents.map((parent) => `${parent}^{tree}\n`).join('')
  const trees = (await git.text(place, ['cat-file', '--batch-check=%(objectname)'], { input })).split('\n')
  return new Map(parents.map((parent, index) => [parent, trees[index] ?? '']))
}

const toTrailed = ({ tree: _tree, isRepeated: _isRepeated, ...trailed }: LoggedCommit): TrailedCommit => trailed
