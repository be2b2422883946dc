import { execFile } from 'node:child_process'
import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Worktree } from '../../ports/git.ts'
import { createGit } from '../create-git.ts'
import { type ScratchRepository, scratchRepository } from '../fixtures/scratch-repository.ts'
import { AGENT_COMMANDS } from './agent-commands.ts'
import { linesInFolder, linesInHistory } from './lines.ts'
import { type Random, randomFrom } from './random.ts'
import { type RandomScript, randomFile, randomScript } from './random-script.ts'
import { USER_COMMANDS } from './user-commands.ts'
import { userState } from './user-state.ts'

/** How many sequences of commands agents run. A long search sets COPPICE_HOSTILE=10000. */
const SEQUENCES = Number(process.env.COPPICE_HOSTILE ?? 200)
/** To repeat a failure, set COPPICE_HOSTILE_SEED to the seed in its message. */
const SEED = Number(process.env.COPPICE_HOSTILE_SEED ?? Date.now() % 1_000_000)
const SLOTS = 2
/** A repository is used for this many leases of each slot, so that an agent also meets what earlier agents left over. */
const LEASES = 5
const COMMANDS = 6
const DATE = '2026-01-01T00:00:00Z'

const perRepository = SLOTS * LEASES
const repositories = Math.ceil(SEQUENCES / perRepository)

test(`I1, I2, D5: ${repositories * perRepository} random sequences of git commands lose no line of an agent and change nothing of the user`, {
  timeout: 10_800_000,
}, async () => {
  for (let index = 0; index < repositories; index++) {
    const seed = process.env.COPPICE_HOSTILE_SEED ? SEED : SEED * 100_000 + index
    await oneRepository(seed)
    if (process.env.COPPICE_HOSTILE_SEED) return
  }
})

/** Two slots of one repository are leased again and again, while the user works in the checkout. */
async function oneRepository(seed: number): Promise<void> {
  const random = randomFrom(seed)
  const scratch = scratchRepository()
  scratch.commit({ 'a.txt': 'a\n', 'b.txt': 'b\n' })
  const base = scratch.commit({ 'src/c.txt': 'c\n', 'src/deep/d.txt': 'd\n', 'with space.txt': 's\n' })
  scratch.git(['branch', 'feature', 'main~1'])
  // The same commands of the user in this copy show what the repository would be without Coppice.
  const twin = join(scratch.folder, 'twin')
  cpSync(scratch.path, twin, { recursive: true, preserveTimestamps: true })
  // Git compares inodes too. With those of the original, `git reset --hard` refuses an entry that is assumed to be unchanged.
  scratch.git(['update-index', '-q', '--refresh'], twin)
  // The repository is opened before the user works in it, as for a run that is active.
  const repository = await createGit({ env: scratch.env }).open(scratch.path)
  const worktrees: (Worktree | null)[] = Array.from({ length: SLOTS }, () => null)
  const said: string[] = [`COPPICE_HOSTILE_SEED=${seed}`]
  for (let lease = 0; lease < LEASES; lease++) {
    const user = randomScript(random, USER_COMMANDS, 2, '/nowhere', () => '')
    said.push(`user: ${user.commands.join(' ; ')}`)
    const slots = worktrees.map(async (known, slot) => {
      const branch = `refs/heads/coppice/work/run-1/task-${lease}-${slot}`
      const path = join(scratch.folder, 'trees', `slot-${slot}`)
      const ran = ranFile(scratch, slot)
      const script = agentScript(randomFrom(random.below(2 ** 31)), ran, `${lease}-${slot}`)
      said.push(`slot ${slot}, lease ${lease}: ${script.commands.join(' ; ')}`)
      const worktree = known ?? (await repository.addWorktree(path, base, branch))
      if (known !== null) await known.reset(base, branch, [])
      worktrees[slot] = worktree
      await worktree.assertAt(base)
      return oneAttempt(scratch, worktree, script, ran, said)
    })
    await Promise.all([...slots, run(scratch.path, user.text, scratch.env), run(twin, user.text, scratch.env)])
    expect(userState(scratch.path, scratch.env), said.join('\n')).toBe(userState(twin, scratch.env))
  }
}

/** Each slot has a file of its own, because the agent's git of the other slot may run a planted program at any time. */
const ranFile = ({ folder }: ScratchRepository, slot: number): string => join(folder, `planted-program-ran-${slot}`)

/** Before each command the agent writes a line into a file that git does not ignore. */
function agentScript(random: Random, ran: string, name: string): RandomScript {
  return randomScript(random, AGENT_COMMANDS, 1 + random.below(COMMANDS), ran, (index) => {
    const file = randomFile(random)
    return `mkdir -p "$(dirname "${file}")" 2>/dev/null; echo agent-line-${name}-${index} >> "${file}"`
  })
}

async function oneAttempt(
  scratch: ScratchRepository,
  worktree: Worktree,
  script: RandomScript,
  ran: string,
  said: readonly string[],
): Promise<void> {
  const env = { ...scratch.env, HOME: join(scratch.folder, 'agent-home'), GIT_EDITOR: 'true' }
  const fresh = await run(worktree.path, 'git status --porcelain; git stash list; git diff --cached --stat', env)
  expect(fresh, said.join('\n')).toBe('')
  const gitDir = (await run(worktree.path, 'git rev-parse --absolute-git-dir', env)).trim()
  await run(worktree.path, script.text, env)
  const expected = new Set([
    ...(existsSync(worktree.path) ? linesInFolder(worktree.path) : []),
    ...(existsSync(gitDir)
      ? linesInHistory(scratch.folder, { ...env, GIT_DIR: gitDir, GIT_WORK_TREE: scratch.folder }, [
          '--all',
          '--reflog',
          'HEAD',
          '--ignore-missing',
        ])
      : []),
  ])
  rmSync(ran, { force: true })
  await worktree.commitAll('work', []).catch((error: Error) => {
    throw new Error(`${said.join('\n')}\ncommitAll: ${error.stack}`)
  })
  const found = linesInHistory(scratch.path, { ...scratch.env, GIT_DIR: join(scratch.path, '.git') }, ['--all'])
  expect(
    [...expected].filter((line) => !found.has(line)),
    said.join('\n'),
  ).toEqual([])
  expect(existsSync(ran), `a planted program ran\n${said.join('\n')}`).toBe(false)
}

/** @returns the output of the script. It never fails, because most random commands do. */
async function run(cwd: string, script: string, env: Record<string, string>): Promise<string> {
  const dates = { GIT_AUTHOR_DATE: DATE, GIT_COMMITTER_DATE: DATE }
  const running = promisify(execFile)('sh', ['-c', `exec </dev/null\n${script}`], {
    cwd,
    env: { ...env, ...dates },
    maxBuffer: 64 * 1024 * 1024,
  })
  return running.then(
    ({ stdout }) => stdout,
    ({ stdout }) => String(stdout ?? ''),
  )
}
