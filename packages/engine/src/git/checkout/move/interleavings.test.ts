import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FAIL_POINTS } from '../../../ports/fail-points.ts'
import type { Forwarded } from '../../../ports/git.ts'
import { createGit } from '../../create-git.ts'
import { actBeside, actNow, randomActs, type UserAct } from '../../fixtures/busy-user.ts'
import { locksOf } from '../../fixtures/checkout-image.ts'
import { type ScratchRepository, scratchRepository, writeFiles } from '../../fixtures/scratch-repository.ts'

/** How many deliveries happen. A long search sets COPPICE_DELIVERIES=1000. */
const DELIVERIES = Number(process.env.COPPICE_DELIVERIES ?? 30)
const SEED = Number(process.env.COPPICE_SEED ?? Date.now() % 1_000_000)
const POINTS = FAIL_POINTS.filter((point) => point.startsWith('checkout.'))
const MAIN = 'refs/heads/main'
/** A delivery takes about this long on a machine that does nothing else. */
const DURATION_MS = 550

interface Given {
  scratch: ScratchRepository
  from: string
  to: string
}

/** A repository on `main` at `from`, a commit `to` to deliver, and a branch `other` of the user that changes `shared.txt`. */
function given(): Given {
  const scratch = scratchRepository()
  const numbers = [1, 2, 3, 4, 5, 6]
  const changed = (text: string) => Object.fromEntries(numbers.map((n) => [`c${n}.txt`, `${text} ${n}\n`]))
  const from = scratch.commit({
    ...changed('old'),
    ...{ 'gone/1.txt': 'gone\n', 'gone/2.txt': 'gone\n', 'becomes-folder': 'file\n' },
    ...{ 'kept.txt': 'kept\n', 'shared.txt': 'shared\n' },
  })
  scratch.git(['switch', '-q', '-c', 'other'])
  scratch.commit({ 'shared.txt': 'shared by other\n' })
  scratch.git(['switch', '-q', '-c', 'work', 'main'])
  rmSync(join(scratch.path, 'gone'), { recursive: true })
  rmSync(join(scratch.path, 'becomes-folder'))
  const added = { 'added/1.txt': 'added\n', 'added/2.txt': 'added\n', 'becomes-folder/1.txt': 'added\n' }
  writeFiles(scratch.path, { ...changed('new'), ...added })
  const to = scratch.commit({})
  scratch.git(['switch', '-q', 'main'])
  return { scratch, from, to }
}

/** A generator of random numbers from a seed, so that a failure can be repeated as far as timing allows. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Returns whether an act is a git command that reads HEAD or the index before it takes a lock. */
const readsHeadFirst = (act: UserAct): boolean =>
  act.is === 'git' && !['add', 'mv', 'rm', 'branch', 'status', 'gc'].includes(act.args[0] ?? '')

/** When a git command of the user began and ended, in ms. */
interface Span {
  begin: number
  end: number
}

/** One delivery while the user acts: some acts happen at a step of the delivery, the others at any time beside it. */
async function round({ scratch, from, to }: Given, number: number) {
  const random = randomFrom(SEED + number)
  const folder = join(scratch.folder, `round-${number}`)
  const path = join(folder, 'repository')
  mkdirSync(folder)
  cpSync(scratch.path, path, { recursive: true, preserveTimestamps: true })
  const acts = randomActs(random, `${number}`)
  const queue = [...acts]
  const texts: string[] = []
  const note = (text: string | null) => {
    if (text !== null) texts.push(text)
  }
  const point = random() < 0.5 ? POINTS[Math.floor(random() * POINTS.length)] : null
  const last: Span = { begin: Number.POSITIVE_INFINITY, end: 0 }
  const reach = (reached: string) => {
    if (reached === 'checkout.ref-moved') last.begin = performance.now()
    const next = reached === point ? queue.shift() : undefined
    if (next) note(actNow(path, scratch.env, next))
  }
  const repository = await createGit({ env: scratch.env, reach }).open(path)
  const spans: Span[] = []
  const user = async () => {
    if (point === null || random() < 0.5) await sleep(random() * DURATION_MS)
    for (let next = queue.shift(); next; next = queue.shift()) {
      const begin = performance.now()
      note(await actBeside(path, scratch.env, next))
      if (readsHeadFirst(next)) spans.push({ begin, end: performance.now() })
    }
  }
  const deliver = async () => {
    if (random() < 0.3) await sleep(random() * 30)
    const forwarded = await repository.fastForwardCheckout(path, MAIN, from, to)
    last.end = performance.now()
    return forwarded
  }
  const [outcome] = await Promise.all([deliver(), user()])
  for (const next of queue.splice(0)) note(actNow(path, scratch.env, next))
  // A git of the user that was slow enough to span the last steps of the delivery may have read HEAD or the index before, and written after.
  const late = spans.some(({ begin, end }) => begin < last.begin && end > last.end)
  return { folder, path, acts, texts, outcome, late }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

type Round = Awaited<ReturnType<typeof round>>

/** Checks that neither the user nor the delivery has lost anything, and that the delivery happened as a whole or not at all. */
function expectWhole({ scratch, from, to }: Given, { path, acts, texts, outcome, late }: Round): void {
  const run = (...args: string[]) =>
    execFileSync('git', args, { cwd: path, env: scratch.env, encoding: 'utf8', stdio: 'pipe' })
  expect(textsLost(path, scratch, texts)).toEqual([])
  expect(locksOf(join(path, '.git'), join(path, '.git'))).toEqual([])
  expect(existsSync(join(path, '.git/coppice-delivery'))).toBe(false)
  run('fsck', '--connectivity-only', '--no-dangling')
  const log = run('log', '-g', '--format=%H', MAIN).split('\n')
  // A reset of the user may have moved the branch back at once.
  if (outcome.ok || run('rev-parse', MAIN).trim() !== from) expect(log.includes(to)).toBe(outcome.ok)
  if (!outcome.ok) expectReason(outcome, path)
  const strange = run('status', '--porcelain', '-z', '--no-renames', '--untracked-files=all')
    .split('\0')
    .map((line) => line.slice(3))
    .filter((one) => one !== '' && !touched(one, acts))
  if (late) expectWholeVersions(run, path, strange, [from, to])
  else expect(strange).toEqual([])
}

/**
 * Checks that each path has one of two versions as a whole, in the index and in the folder. Two gits without Coppice also leave such a state
 * behind, when one of them reads HEAD before the other moves it, and writes after that (ADR 0052).
 */
function expectWholeVersions(
  run: (...args: string[]) => string,
  path: string,
  strange: readonly string[],
  commits: readonly string[],
): void {
  for (const file of strange) {
    const versions = commits.map((commit) => run('ls-tree', commit, '--', file).split(/\s/)[2] ?? '')
    const inFolder = lstatSync(join(path, file), { throwIfNoEntry: false })?.isFile()
      ? run('hash-object', file).trim()
      : ''
    const inIndex = run('ls-files', '--stage', '--', file).split(/\s/)[1] ?? ''
    expect(versions, file).toContain(inFolder)
    expect(versions, file).toContain(inIndex)
  }
}

function textsLost(path: string, { env }: ScratchRepository, texts: readonly string[]): string[] {
  const reachable = 'git rev-list --objects --all --reflog --indexed-objects | cut -d" " -f1 | git cat-file --batch'
  const objects = execFileSync('sh', ['-c', reachable], { cwd: path, env, encoding: 'utf8', maxBuffer: 1e8 })
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/.git'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('')
  return texts.filter((text) => !objects.includes(text) && !files.includes(text))
}

/** Every reason names a path, a lock, or a branch and what happened to it. `deliver` adds the command that helps. */
function expectReason(outcome: Forwarded, path: string): void {
  const reason = outcome.ok ? '' : outcome.reason
  expect(reason.includes(path) || /^main has (moved to another commit|commits that)/.test(reason), reason).toBe(true)
}

/** @returns whether an act of the user explains that a path is in `git status` */
function touched(path: string, acts: readonly UserAct[]): boolean {
  const own = acts.flatMap((one) => (one.is === 'git' ? one.args : [one.path]))
  if (own.some((one) => path === one || path.startsWith(`${one}/`) || one.startsWith(`${path}/`))) return true
  // The commit of the branch `other`, which merge, pull, rebase and cherry-pick bring in, may conflict.
  return (
    path === 'shared.txt' &&
    acts.some((one) => one.is === 'git' && ['merge', 'pull', 'rebase', 'cherry-pick'].includes(one.args[0] ?? ''))
  )
}

test(`D2: nothing of the user or of the delivery is lost, whatever git commands the user runs at the same time (${DELIVERIES} deliveries)`, {
  timeout: 600_000 + DELIVERIES * 20_000,
}, async () => {
  const world = given()
  const counts = { delivered: 0, refused: 0, late: 0 }
  for (let number = 0; number < DELIVERIES; number += 1) {
    const one = await round(world, number)
    try {
      expectWhole(world, one)
    } catch (error) {
      const told = JSON.stringify({ seed: SEED, number, acts: one.acts, outcome: one.outcome }, null, 1)
      throw new Error(`delivery ${number}: ${(error as Error).message}\n${told}`, { cause: error })
    }
    counts[one.outcome.ok ? 'delivered' : 'refused'] += 1
    if (one.late) counts.late += 1
    rmSync(one.folder, { recursive: true })
  }
  console.info(`seed ${SEED}: ${JSON.stringify(counts)}`)
  expect(Math.min(counts.delivered, counts.refused)).toBeGreaterThan(0)
})
