import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { testWhere } from '@coppice/testkit'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { FailPoint } from '../../../ports/fail-points.ts'
import type { Forwarded } from '../../../ports/git.ts'
import { createGit } from '../../create-git.ts'
import { brokenGit } from '../../fixtures/broken-git.ts'
import { checkoutImage } from '../../fixtures/checkout-image.ts'
import { type RichDelivery, richDelivery } from '../../fixtures/rich-delivery.ts'
import { type ScratchRepository, scratchRepository } from '../../fixtures/scratch-repository.ts'

const program = fileURLToPath(new URL('../../fixtures/moves-checkout.ts', import.meta.url))

const image = ({ path, scratch }: Pick<RichDelivery, 'path' | 'scratch'>) => checkoutImage(path, scratch.env)

/** Delivers, and calls `act` at a point of the delivery. */
async function moveWith(delivery: RichDelivery, point: FailPoint, act: () => void): Promise<Forwarded> {
  const { scratch, path, branch, from, to } = delivery
  let acts = 0
  const reach = (reached: FailPoint) => {
    if (reached !== point) return
    acts += 1
    act()
  }
  const outcome = await (await createGit({ env: scratch.env, reach }).open(path)).fastForwardCheckout(
    path,
    branch,
    from,
    to,
  )
  expect(acts).toBe(1)
  return outcome
}

const reasonOf = (outcome: Forwarded): string => (outcome.ok ? 'delivered' : outcome.reason)

describe('D2: when another git takes a lock in the middle of a delivery', () => {
  test.each([
    ['checkout.locked', 'HEAD.lock'],
    ['checkout.locked', 'ORIG_HEAD.lock'],
    ['checkout.locked', 'refs/heads/main.lock'],
    ['checkout.staged', 'HEAD.lock'],
    ['checkout.staged', 'refs/heads/main.lock'],
  ] as const)('at %s: %s, the checkout is unchanged and the reason names the lock', async (point, name) => {
    const delivery = richDelivery()
    const before = image(delivery)
    const lock = join(delivery.path, '.git', name)
    const outcome = await moveWith(delivery, point, () => writeFileSync(lock, ''))
    expect(reasonOf(outcome)).toContain(`rm '${lock}'`)
    expect(existsSync(lock)).toBe(true)
    rmSync(lock)
    expect(image(delivery)).toEqual(before)
  })

  test('the locks of index, HEAD and branch are the delivery’s own from the first write on', async () => {
    const delivery = richDelivery()
    const locks = ['index.lock', 'HEAD.lock', 'refs/heads/main.lock', 'ORIG_HEAD.lock']
    const held: boolean[] = []
    const look = () => held.push(...locks.map((name) => existsSync(join(delivery.path, '.git', name))))
    for (const point of ['checkout.refs-locked', 'checkout.index-placed'] as const) {
      const one = richDelivery()
      delivery.path = one.path
      expect(await moveWith(one, point, look)).toEqual({ ok: true })
    }
    expect(held).toEqual(Array(8).fill(true))
  })
})

describe('D2: when the git that moves the branch is killed', () => {
  test.each(['checkout.refs-locked', 'checkout.index-placed'] as const)(
    'at %s, the checkout is unchanged and no lock is left',
    async (point) => {
      const delivery = richDelivery()
      const before = image(delivery)
      const journal = join(delivery.path, '.git/coppice-delivery/journal.json')
      const outcome = await moveWith(delivery, point, () =>
        process.kill(JSON.parse(readFileSync(journal, 'utf8')).refsPid, 'SIGKILL'),
      )
      expect(outcome.ok).toBe(false)
      expect(image(delivery)).toEqual(before)
    },
  )
})

/** Kills the git that is about to move the branch, and moves the branch to `commit` in its place. */
function moveInstead({ path, scratch }: RichDelivery, commit: string): void {
  const git = join(path, '.git')
  process.kill(JSON.parse(readFileSync(join(git, 'coppice-delivery/journal.json'), 'utf8')).refsPid, 'SIGKILL')
  for (const lock of ['HEAD.lock', 'ORIG_HEAD.lock', 'refs/heads/main.lock']) rmSync(join(git, lock))
  scratch.git(['update-ref', 'refs/heads/main', commit])
}

describe('D2, R1: when git moves the branch and dies before it says so', () => {
  test('and somebody moves the branch further, the delivery has happened', async () => {
    const delivery = richDelivery()
    const { scratch, to } = delivery
    const further = scratch.git(['commit-tree', '-m', 'Further', '-p', to, `${to}^{tree}`])
    expect(await moveWith(delivery, 'checkout.index-placed', () => moveInstead(delivery, further))).toEqual({
      ok: true,
    })
    expect(scratch.git(['status', '--porcelain', '-uno'])).toBe('')
    expect(scratch.git(['rev-parse', 'main'])).toBe(further)
  })

  test.each([
    ['the branch has moved, the checkout is delivered', 'to'],
    ['the branch has not moved, the checkout is unchanged', 'from'],
  ] as const)(
    'and no git can run then: it is an error and no refusal, and if %s after the next start',
    async (_, at) => {
      const delivery = richDelivery()
      const { scratch, path, branch, from, to } = delivery
      const before = image(delivery)
      const flag = join(scratch.folder, 'no-git')
      const env = brokenGit(scratch, `[ -e '${flag}' ] && kill -9 $$`)
      const reach = (point: FailPoint) => {
        if (point !== 'checkout.index-placed') return
        moveInstead(delivery, delivery[at])
        writeFileSync(flag, '')
      }
      const repository = await createGit({ env, reach }).open(path)
      await expect(repository.fastForwardCheckout(path, branch, from, to)).rejects.toThrow(
        /^git could not say whether main and .* have moved/,
      )
      rmSync(flag)
      expect(await repository.settleInterruptedDelivery()).toEqual({ ok: true })
      expect(scratch.git(['rev-parse', 'main'])).toBe(delivery[at])
      if (at === 'from') expect(image(delivery)).toEqual(before)
      else expect(scratch.git(['status', '--porcelain', '-uno'])).toBe('')
    },
  )
})

describe('D2: an edit that the user makes in the middle of a delivery is kept', () => {
  const { utf8 } = { utf8: 'utf8' } as const
  /** Edits a file so that size and time stay the same. */
  const editInPlace = (path: string) => {
    const { atime, mtime } = statSync(path)
    writeFileSync(path, 'mye\n')
    utimesSync(path, atime, mtime)
  }
  const editByRename = (path: string) => {
    writeFileSync(`${path}.tmp`, 'mye\n')
    renameSync(`${path}.tmp`, path)
  }

  test.each(['checkout.locked', 'checkout.staged', 'checkout.refs-locked'] as const)(
    'at %s: the delivery is refused with the path',
    async (point) => {
      for (const edit of [editInPlace, editByRename]) {
        const delivery = richDelivery()
        const file = join(delivery.path, 'changed.txt')
        const before = image(delivery)
        expect(reasonOf(await moveWith(delivery, point, () => edit(file)))).toContain('changed.txt')
        expect(readFileSync(file, utf8)).toBe('mye\n')
        writeFileSync(file, 'old\n')
        expect({ ...image(delivery), status: '' }).toEqual({ ...before, status: '' })
      }
    },
  )

  test.each([
    ['checkout.refs-locked', 'added.txt'],
    ['checkout.refs-locked', 'new/folder/added.txt'],
    ['checkout.refs-locked', 'new/folder'],
    ['checkout.half-swapped', 'smudged.up'],
    ['checkout.half-swapped', 'new/folder/added.txt'],
  ] as const)('at %s: a new file at %s, where the delivery writes, refuses it with the path', async (point, path) => {
    const delivery = richDelivery()
    const before = image(delivery)
    const file = join(delivery.path, path)
    const was = existsSync(file) ? readFileSync(file) : null
    const outcome = await moveWith(delivery, point, () => {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, 'mine\n')
    })
    expect(reasonOf(outcome)).toContain(path)
    expect(readFileSync(file, utf8)).toBe('mine\n')
    if (was === null) rmSync(join(delivery.path, path === 'added.txt' ? path : 'new/folder'), { recursive: true })
    else writeFileSync(file, was)
    expect(image(delivery)).toEqual(before)
  })

  test('to a file that is already delivered: the delivery happens, and the edit is in the file', async () => {
    const delivery = richDelivery()
    const outcome = await moveWith(delivery, 'checkout.swapped', () =>
      writeFileSync(join(delivery.path, 'added.txt'), 'mine\n'),
    )
    expect(outcome).toEqual({ ok: true })
    expect(delivery.scratch.git(['status', '--porcelain', '-uno'])).toBe(' M added.txt')
  })

  test('to a file that is already delivered, and the delivery is then taken back: the edit is in the file', async () => {
    const delivery = richDelivery()
    const journal = join(delivery.path, '.git/coppice-delivery/journal.json')
    const outcome = await moveWith(delivery, 'checkout.swapped', () => {
      writeFileSync(join(delivery.path, 'added.txt'), 'mine\n')
      writeFileSync(join(delivery.path, 'changed.txt'), 'mine too\n')
      process.kill(JSON.parse(readFileSync(journal, 'utf8')).refsPid, 'SIGKILL')
    })
    expect(outcome.ok).toBe(false)
    expect(readFileSync(join(delivery.path, 'added.txt'), utf8)).toBe('mine\n')
    expect(readFileSync(join(delivery.path, 'changed.txt'), utf8)).toBe('mine too\n')
    expect(delivery.scratch.git(['diff', '--name-only', 'HEAD'])).toBe('changed.txt')
  })

  test('by a program that has opened the file before: the text is in a file beside it', async () => {
    const delivery = richDelivery()
    const { openSync, writeSync, closeSync } = await import('node:fs')
    const open = openSync(join(delivery.path, 'changed.txt'), 'a')
    onTestFinished(() => closeSync(open))
    expect(await moveWith(delivery, 'checkout.index-placed', () => writeSync(open, 'late\n'))).toEqual({ ok: true })
    expect(readFileSync(join(delivery.path, 'changed.txt'), utf8)).toBe('new\n')
    expect(readFileSync(join(delivery.path, 'changed.txt.coppice-kept-1'), utf8)).toBe('old\nlate\n')
  })
})

const IS_ROOT = process.getuid?.() === 0

/** Runs a delivery in a process that has no more rights than an ordinary user. */
function asOrdinaryUser({ scratch, path, branch, from, to }: RichDelivery, limits = ''): Forwarded {
  const drop = IS_ROOT ? 'setpriv --bounding-set=-dac_override,-dac_read_search,-fowner ' : ''
  const run = [process.execPath, program, path, branch, from, to].map((one) => `'${one}'`).join(' ')
  const { stdout, stderr } = spawnSync('sh', ['-c', `${limits}exec ${drop}${run}`], {
    env: scratch.env,
    encoding: 'utf8',
  })
  expect(stdout, stderr).toMatch(/^\{/)
  return JSON.parse(stdout)
}

describe('D2: when the system does not let the delivery write', () => {
  test.each(['deep/er', 'folder-to-file', 'folder-to-file/sub', '.'])(
    'into the folder %s, the checkout is unchanged and the reason names a path',
    (folder) => {
      const delivery = richDelivery()
      const before = image(delivery)
      const place = join(delivery.path, folder)
      const { mode } = statSync(place)
      execFileSync('chmod', ['555', place])
      const outcome = asOrdinaryUser(delivery)
      execFileSync('chmod', [(mode & 0o777).toString(8), place])
      expect(reasonOf(outcome)).toMatch(new RegExp(`${place}.* permission denied; make it and its folder writable`))
      expect(image(delivery)).toEqual(before)
    },
  )

  test('over a read-only file, it delivers, as git does', () => {
    const delivery = richDelivery()
    execFileSync('chmod', ['444', join(delivery.path, 'changed.txt')])
    expect(asOrdinaryUser(delivery)).toEqual({ ok: true })
    expect(readFileSync(join(delivery.path, 'changed.txt'), 'utf8')).toBe('new\n')
  })

  test('more than a limit for files, the checkout is unchanged', () => {
    const delivery = bigDelivery(scratchRepository())
    const before = image(delivery)
    expect(reasonOf(asOrdinaryUser(delivery, 'ulimit -f 500; '))).toContain(delivery.path)
    expect(image(delivery)).toEqual(before)
  })

  const canMount = IS_ROOT && spawnSync('mount', ['--help']).status === 0
  testWhere(test, canMount, 'only root can mount a disk')(
    'on a full disk, the checkout is unchanged or delivered',
    { timeout: 600_000 },
    () => {
      const scratch = scratchRepository()
      const { from, to, path: source } = bigDelivery(scratch)
      const disk = join(scratch.folder, 'disk')
      mkdirSync(disk)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'disk', disk])
      onTestFinished(() => void execFileSync('umount', ['--lazy', disk]))
      const path = join(disk, 'repository')
      execFileSync('cp', ['-a', source, path])
      const delivery = { scratch, path, branch: 'refs/heads/main', from, to }
      scratch.git(['status'], path)
      const before = image(delivery)
      const outcomes = new Set<string>()
      for (const freeKb of [0, 4, 48, 700, 1_300, 3_000]) {
        fill(disk, freeKb)
        const outcome = asOrdinaryUser(delivery)
        rmSync(join(disk, 'fill'))
        outcomes.add(outcome.ok ? 'delivered' : 'refused')
        if (outcome.ok) break
        expect(image(delivery), `${freeKb}`).toEqual(before)
        expect(outcome.reason).toContain(disk)
      }
      expect([...outcomes]).toEqual(['refused', 'delivered'])
      expect(scratch.git(['rev-parse', 'HEAD'], path)).toBe(to)
      expect(scratch.git(['status', '--porcelain'], path)).toBe('')
    },
  )
})

/** Leaves only so much space on a disk. */
function fill(disk: string, freeKb: number): void {
  const free = Number(execFileSync('df', ['-k', '--output=avail', disk], { encoding: 'utf8' }).split('\n')[1])
  execFileSync('dd', ['if=/dev/zero', `of=${join(disk, 'fill')}`, 'bs=1k', `count=${free - freeKb}`], {
    stdio: 'ignore',
  })
}

/** A delivery of 10 files of 60 kB that replace others, and of a file of 600 kB. */
function bigDelivery(scratch: ScratchRepository): RichDelivery {
  const files = (size: number) =>
    Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`f${index}.txt`, `${index}`.repeat(size)]))
  const from = scratch.commit(files(60_000))
  const work = join(scratch.folder, 'work')
  scratch.git(['worktree', 'add', '-q', '--detach', work])
  const to = scratch.commit({ ...files(60_001), 'big.txt': 'big'.repeat(200_000) }, 'Work', work)
  scratch.git(['worktree', 'remove', '--force', work])
  return { scratch, path: scratch.path, branch: 'refs/heads/main', from, to }
}
