import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testWhere } from '@coppice/testkit'
import { describe, expect, test } from 'vitest'
import type { MergeTree } from '../../ports/git.ts'
import { type ScratchRepository, scratchRepository } from '../fixtures/scratch-repository.ts'
import { historyMerges, historyOf } from './testing/history-merges.ts'
import { importMerges, type MergeCase } from './testing/import-merges.ts'
import { mergeInCheckout } from './testing/merge-in-checkout.ts'

/** The number of generated merges. Set COPPICE_MERGES=5000 for a long search. */
const MERGES = Number(process.env.COPPICE_MERGES ?? 200)
/** The first seed. A failure names the seed of its history. */
const FIRST = Number(process.env.COPPICE_MERGE_SEED ?? 1)

const DRIVERS: readonly (readonly [string, string])[] = [
  ['merge.append.driver', 'cat %B >> %A && echo %P %L >> %A'],
  ['merge.ours.driver', 'true'],
  ['merge.fails.driver', 'false'],
  ['merge.gone.driver', '/nowhere/merge-tool %A %B'],
]

const CONFIGS: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'merge.renames': 'false' },
  { 'merge.directoryRenames': 'true' },
  { 'merge.directoryRenames': 'false', 'merge.conflictStyle': 'diff3' },
  { 'merge.renameLimit': '1', 'diff.renames': 'copies' },
  { 'merge.default': 'union', 'core.autocrlf': 'true' },
  { 'merge.renormalize': 'true', 'core.eol': 'crlf' },
  { 'core.attributesFile': '~/attributes', 'merge.conflictStyle': 'zdiff3' },
]

const sorted = (merged: MergeTree | null): MergeTree | null =>
  merged === null || merged.clean ? merged : { clean: false, files: [...merged.files].sort() }

function repositoryWith(config: Readonly<Record<string, string>>): ScratchRepository {
  const scratch = scratchRepository()
  scratch.commit({ 'first.txt': 'first\n' })
  for (const [key, value] of [...DRIVERS, ...Object.entries(config)]) scratch.git(['config', key, value])
  writeFileSync(join(scratch.env.HOME ?? '', 'attributes'), '*.txt merge=union\n')
  return scratch
}

/** Compares the results of `git merge` in a checkout with those of `mergeTree`. The checkout is used for one merge at a time. */
async function compare(scratch: ScratchRepository, cases: readonly MergeCase[]): Promise<void> {
  const repository = await scratch.open()
  const users = async () => {
    const results: (MergeTree | null)[] = []
    for (const one of cases) results.push(sorted(await mergeInCheckout(scratch, one)))
    return results
  }
  const own = async () => {
    const results: (MergeTree | null)[] = []
    for (const { ours, theirs } of cases)
      results.push(sorted(await repository.mergeTree(ours, theirs).catch(() => null)))
    return results
  }
  const [expected, actual] = await Promise.all([users(), own()])
  const named = (results: readonly (MergeTree | null)[]) =>
    results.map((result, index) => ({ case: cases[index]?.name, ...result }))
  // The index of a checkout does not contain the paths of some conflicts. Only git's messages name them.
  const comparable = actual.map((result, index) => {
    const users = expected[index]
    if (users === null) return null
    return result && !result.clean && users && !users.clean && users.files.length === 0 ? users : result
  })
  expect(named(comparable)).toEqual(named(expected))
}

const seedsFrom = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index)

describe('D1: a merge in memory has the result of git merge in a checkout', () => {
  const share = Math.ceil(MERGES / CONFIGS.length)
  test.each(CONFIGS.map((config, index) => [config, index] as const))('with the settings %j', async (config, index) => {
    const scratch = repositoryWith(config)
    const seeds = seedsFrom(FIRST + index * share, share)
    for (let at = 0; at < seeds.length; at += 200)
      await compare(scratch, importMerges(scratch, seeds.slice(at, at + 200)))
  })

  const history = historyOf(import.meta.dirname)
  testWhere(
    test,
    history !== null,
    'a source archive has no git history',
  )('in the history of this project', async () => {
    const scratch = repositoryWith({})
    if (history) await compare(scratch, historyMerges(scratch, history, seedsFrom(FIRST, Math.ceil(MERGES / 50))))
  })
})
