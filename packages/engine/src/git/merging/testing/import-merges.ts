import { execFileSync } from 'node:child_process'
import type { ScratchRepository } from '../../fixtures/scratch-repository.ts'
import { randomMerge } from './random-merge.ts'
import type { TreeFile } from './random-tree.ts'

/** Two commits of a repository to merge. `name` contains the seed, for the message of a failed test. */
export interface MergeCase {
  name: string
  ours: string
  theirs: string
}

/** Creates the histories of these seeds in a repository, with one call of git. */
export function importMerges({ git, path, env }: ScratchRepository, seeds: readonly number[]): MergeCase[] {
  const stream = seeds.map(asStream).join('')
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: path, env, input: stream })
  return seeds.map((seed) => {
    const [ours = '', theirs = ''] = git(['rev-parse', `refs/cases/${seed}/ours`, `refs/cases/${seed}/theirs`]).split(
      '\n',
    )
    return { name: `COPPICE_MERGE_SEED=${seed}`, ours, theirs }
  })
}

function asStream(seed: number): string {
  const { commits, ours, theirs } = randomMerge(seed)
  const mark = (position: number) => `:${position + 1}`
  const entries = commits.map(({ tree, parents }, position) => {
    const [from, ...more] = parents
    return [
      `commit refs/cases/${seed}/history\nmark ${mark(position)}\n`,
      `committer Ada <ada@example.org> ${1_700_000_000 + position} +0000\ndata 0\n`,
      from === undefined ? '' : `from ${mark(from)}\n`,
      ...more.map((parent) => `merge ${mark(parent)}\n`),
      'deleteall\n',
      ...[...tree].map(([path, file]) => entry(path, file)),
      '\n',
    ].join('')
  })
  const tips = [
    ['ours', ours],
    ['theirs', theirs],
  ] as const
  const refs = tips.map(([name, position]) => `reset refs/cases/${seed}/${name}\nfrom ${mark(position)}\n\n`)
  return [
    ...entries.map((one, position) =>
      commits[position]?.parents.length === 0 ? `reset refs/cases/${seed}/history\n\n${one}` : one,
    ),
    ...refs,
  ].join('')
}

const entry = (path: string, { mode, content }: TreeFile): string =>
  `M ${mode} inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}\n`
