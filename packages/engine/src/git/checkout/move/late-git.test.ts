import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { FailPoint } from '../../../ports/fail-points.ts'
import { createGit } from '../../create-git.ts'
import { checkoutImage } from '../../fixtures/checkout-image.ts'
import { type PausePlace, pausedGit } from '../../fixtures/paused-git.ts'
import { copyOf, type RichDelivery, richDelivery } from '../../fixtures/rich-delivery.ts'

const LATE = 'refs/heads/late'
const SWITCH = ['switch', '-q', '-c', 'late']
const program = fileURLToPath(new URL('../../fixtures/moves-checkout.ts', import.meta.url))

const image = ({ path, scratch }: RichDelivery) => checkoutImage(path, scratch.env)

/** Reads the state of a checkout, except which branch it is on and where the branches are. */
function filesAndIndex(delivery: RichDelivery) {
  const { head: _head, refs: _refs, ...rest } = image(delivery)
  return rest
}

async function deliver(delivery: RichDelivery, reach: (point: FailPoint) => void = () => {}) {
  const { scratch, path, branch, from, to } = delivery
  return (await createGit({ env: scratch.env, reach }).open(path)).fastForwardCheckout(path, branch, from, to)
}

const isOnLate = ({ path, scratch }: RichDelivery) => scratch.git(['symbolic-ref', 'HEAD'], path) === LATE

describe('D2: when `git switch -c` reads HEAD before a delivery and writes it after the branch has moved', () => {
  test.each(['main', 'linked'] as const)(
    'the checkout has the old files on the new branch, the base branch has moved, and a note says so (%s checkout)',
    async (where) => {
      const delivery = richDelivery(where)
      const { path, scratch, branch, from, to } = delivery
      const before = filesAndIndex(delivery)
      const user = await pausedGit(scratch, path, SWITCH, { ref: LATE })
      const codes: number[] = []
      const outcome = await deliver(delivery, (point) => {
        if (point === 'checkout.ref-moved') codes.push(user.finish())
      })
      expect(codes).toEqual([0])
      expect(outcome).toEqual({ ok: true, note: expect.stringMatching(/ keeps the files of .* to late at the moment/) })
      expect(filesAndIndex(delivery)).toEqual(before)
      expect(isOnLate(delivery)).toBe(true)
      expect(scratch.git(['rev-parse', branch, LATE])).toBe(`${to}\n${from}`)
    },
  )

  test.each(['checkout.ref-moved', 'checkout.half-restored'] as const)(
    'R1: and Coppice is killed at %s, the checkout has the old files after the next start',
    async (point) => {
      const delivery = richDelivery()
      const { path, scratch, branch, from, to } = delivery
      const before = filesAndIndex(delivery)
      await killedAt(delivery, 'checkout.ref-moved')
      scratch.git(['branch', 'late', from])
      scratch.git(['symbolic-ref', 'HEAD', LATE])
      if (point === 'checkout.half-restored') await killedAt(delivery, point)
      const repository = await createGit({ env: scratch.env }).open(path)
      expect(await repository.settleInterruptedDelivery()).toEqual({ ok: true })
      expect(filesAndIndex(delivery)).toEqual(before)
      expect(scratch.git(['rev-parse', branch])).toBe(to)
    },
  )
})

async function killedAt({ scratch, path, branch, from, to }: RichDelivery, point: FailPoint): Promise<void> {
  const child = spawn(process.execPath, [program, path, branch, from, to, point], { env: scratch.env, stdio: 'ignore' })
  expect((await once(child, 'exit'))[1]).toBe('SIGKILL')
}

/** Commands that read HEAD and the index, then run a hook, and take the lock of the index or of HEAD only after that. */
const COMMANDS: readonly [string, readonly string[], PausePlace][] = [
  ['switch -c', SWITCH, { ref: LATE }],
  ['merge --ff-only', ['merge', '-q', '--ff-only', 'ahead'], { ref: 'ORIG_HEAD' }],
  ['merge --squash', ['merge', '-q', '--squash', 'ahead'], { ref: 'ORIG_HEAD' }],
]

test.each(COMMANDS)(
  'D2: when `git %s` reads HEAD before a delivery and continues long after it, the result is that of a second git in place of the delivery',
  async (_, args, place) => {
    const given = withAhead(richDelivery())
    const [delivery, plain] = [copyOf(given, 'delivery'), copyOf(given, 'plain')]
    await late(delivery, args, place, () => deliver(delivery))
    await late(plain, args, place, () => plain.scratch.git(['merge', '-q', '--ff-only', plain.to], plain.path))
    const withoutIds = ({ refs, ...rest }: ReturnType<typeof image>) => ({
      ...rest,
      refs: refs.replace(/[0-9a-f]{40}/g, 'ID'),
    })
    expect(withoutIds(image(delivery))).toEqual(withoutIds(image(plain)))
    const { status } = spawnSync('git', ['merge-base', '--is-ancestor', delivery.to, 'main'], { cwd: delivery.path })
    expect(status).toBe(0)
  },
)

async function late({ scratch, path }: RichDelivery, args: readonly string[], place: PausePlace, act: () => unknown) {
  const user = await pausedGit(scratch, path, args, place)
  await act()
  user.finish()
}

/** Adds a descendant of `main` that changes a file which the delivery leaves alone. */
function withAhead(delivery: RichDelivery): RichDelivery {
  const { scratch } = delivery
  const work = join(scratch.folder, 'work')
  scratch.git(['worktree', 'add', '-q', '-b', 'ahead', work, 'main'])
  scratch.commit({ 'same.txt': 'ahead\n' }, 'Ahead', work)
  scratch.git(['worktree', 'remove', '--force', work])
  return delivery
}
