import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGit } from '../../create-git.ts'
import { checkoutImage } from '../../fixtures/checkout-image.ts'
import { copyOf, MAIN, type RichDelivery, richDelivery } from '../../fixtures/rich-delivery.ts'
import { scratchRepository, writeFiles } from '../../fixtures/scratch-repository.ts'

const image = ({ path, scratch }: RichDelivery) => checkoutImage(path, scratch.env)

async function move({ scratch, path, branch, from, to }: RichDelivery) {
  return (await createGit({ env: scratch.env }).open(path)).fastForwardCheckout(path, branch, from, to)
}

/** Moves a copy with `git merge --ff-only`, and the original with a delivery. @returns both images */
async function compared(delivery: RichDelivery) {
  const other = copyOf(delivery, 'by-git')
  execFileSync('git', ['merge', '-q', '--ff-only', '--no-overwrite-ignore', other.to], {
    cwd: other.path,
    env: other.scratch.env,
    stdio: 'pipe',
  })
  expect(await move(delivery)).toEqual({ ok: true })
  return [image(delivery), image(other)] as const
}

describe('D2: a delivery to a checkout has the result of `git merge --ff-only`', () => {
  test('for every kind of change', async () => {
    const delivery = richDelivery()
    const [ours, gits] = await compared(delivery)
    expect(ours).toEqual(gits)
    expect(ours.files['smudged.up']).toContain(Buffer.from('SECOND\n').toString('base64'))
    expect(ours.files['crlf.txt']).toContain(Buffer.from('one\r\ntwo\r\nthree\r\n').toString('base64'))
    expect(delivery.scratch.git(['rev-parse', 'ORIG_HEAD'])).toBe(delivery.from)
    expect(delivery.scratch.git(['log', '-g', '-1', '--format=%gs', 'main'])).toContain('coppice: moving to')
  })

  test('in a linked checkout', async () => {
    const delivery = richDelivery('linked')
    expect(await move(delivery)).toEqual({ ok: true })
    const { status, files, locks, leftOver } = image(delivery)
    const main = richDelivery()
    await move(main)
    expect(files).toEqual(image(main).files)
    expect({ status, locks, leftOver }).toEqual({ status: image(main).status, locks: [], leftOver: false })
  })

  test('in a sparse checkout, whose patterns it follows', async () => {
    for (const sparseIndex of [[], ['--sparse-index']]) {
      const delivery = richDelivery()
      rmSync(join(delivery.path, 'with-ignored/debug.log'))
      delivery.scratch.git(['update-index', '--no-assume-unchanged', 'assumed.txt'])
      delivery.scratch.git([
        'sparse-checkout',
        'set',
        '--cone',
        '--skip-checks',
        ...sparseIndex,
        'deep',
        'file-to-folder',
      ])
      const [ours, gits] = await compared(delivery)
      expect(ours).toEqual(gits)
      expect(ours.files['new/folder/added.txt']).toBeUndefined()
      expect(ours.files['file-to-folder/sub/2.txt']).toBeDefined()
    }
  })

  test('with a split index', async () => {
    const delivery = richDelivery()
    delivery.scratch.git(['update-index', '--split-index'])
    const [ours, gits] = await compared(delivery)
    expect(ours).toEqual(gits)
  })

  test('with line ends that the user converts, also of files that have CRLF in the index', async () => {
    const scratch = scratchRepository()
    writeFiles(scratch.path, { 'a.txt': 'a\r\n', 'b.txt': 'b\r\n' })
    scratch.commit({})
    const from = scratch.commit({ '.gitattributes': '* text=auto\n' })
    scratch.git(['config', 'core.autocrlf', 'true'])
    const to = childOf(scratch, { 'a.txt': 'a\r\nmore\r\n', 'c.txt': 'c\n' })
    const [ours, gits] = await compared({ scratch, path: scratch.path, branch: MAIN, from, to })
    expect(ours).toEqual(gits)
    expect(ours.status).toBe('')
  })

  describe('with a file that is stored with CRLF although its attributes ask for LF', () => {
    function storedWithCrlf(): RichDelivery {
      const scratch = scratchRepository()
      scratch.commit({ 'win.bat': 'rem\r\n', 'a.txt': 'a\n' })
      // Git trusts size and times only of a file that is older than the index.
      utimesSync(join(scratch.path, 'win.bat'), 1_600_000_000, 1_600_000_000)
      scratch.git(['update-index', '--refresh'])
      writeFiles(scratch.path, { '.gitattributes': '*.bat text eol=crlf\n' })
      scratch.git(['add', '.gitattributes'])
      scratch.git(['commit', '-qm', 'Attributes'])
      const from = scratch.git(['rev-parse', 'HEAD'])
      const to = childOf(scratch, { 'win.bat': 'rem\r\nrem 2\r\n' })
      expect(scratch.git(['status', '--porcelain'])).toBe('')
      return { scratch, path: scratch.path, branch: MAIN, from, to }
    }

    test('when git says that nothing is changed', async () => {
      const delivery = storedWithCrlf()
      expect(await move(delivery)).toEqual({ ok: true })
      expect(readFileSync(join(delivery.path, 'win.bat'), 'utf8')).toBe('rem\r\nrem 2\r\n')
      expect(delivery.scratch.git(['status', '--porcelain'])).toBe('')
      expect(image(delivery).leftOver).toBe(false)
    })

    test('but not when it has an edit', async () => {
      const delivery = storedWithCrlf()
      writeFileSync(join(delivery.path, 'win.bat'), 'rem\r\nof the user\r\n')
      expect(await move(delivery)).toMatchObject({ ok: false, reason: expect.stringContaining('win.bat') })
      expect(readFileSync(join(delivery.path, 'win.bat'), 'utf8')).toBe('rem\r\nof the user\r\n')
    })
  })

  test('with submodules that it adds, moves, removes and replaces by files', async () => {
    const scratch = scratchRepository()
    const module = scratchRepository()
    const first = module.commit({ 'm.txt': 'm\n' })
    const second = module.commit({ 'm.txt': 'm2\n' })
    const link = (path: string, id: string) =>
      scratch.git(['update-index', '--add', '--cacheinfo', `160000,${id},${path}`])
    scratch.commit({ 'a.txt': 'a\n' })
    for (const name of ['moved', 'removed', 'replaced']) {
      scratch.git(['-c', 'protocol.file.allow=always', 'clone', '-q', '--no-hardlinks', module.path, name])
      scratch.git(['checkout', '-q', first], join(scratch.path, name))
      link(name, first)
    }
    rmSync(join(scratch.path, 'replaced'), { recursive: true })
    scratch.git(['commit', '-qm', 'Add submodules'])
    const from = scratch.git(['rev-parse', 'HEAD'])
    link('moved', second)
    link('added', first)
    scratch.git(['rm', '-q', '--cached', 'removed', 'replaced'])
    writeFileSync(join(scratch.path, 'replaced'), 'a file\n')
    scratch.git(['add', 'replaced'])
    scratch.git(['commit', '-qm', 'Work'])
    const to = scratch.git(['rev-parse', 'HEAD'])
    rmSync(join(scratch.path, 'replaced'))
    scratch.git(['reset', '-q', '--mixed', from])
    mkdirSync(join(scratch.path, 'replaced'))
    const [ours, gits] = await compared({ scratch, path: scratch.path, branch: MAIN, from, to })
    expect(ours).toEqual(gits)
  })

  test('when all files of a folder are renamed within it', async () => {
    const scratch = scratchRepository()
    const from = scratch.commit({ 'src/deep/Login.java': 'class\n', 'a.txt': 'a\n' })
    scratch.git(['mv', 'src/deep/Login.java', 'src/deep/LOGIN.java'])
    const to = scratch.commit({})
    scratch.git(['reset', '-q', '--hard', from])
    const [ours, gits] = await compared({ scratch, path: scratch.path, branch: MAIN, from, to })
    expect(ours).toEqual(gits)
  })

  test('when a file with the flag skip-worktree is there without an edit, it gets the new content and keeps the flag', async () => {
    const delivery = richDelivery()
    delivery.scratch.git(['update-index', '--skip-worktree', 'changed.txt'])
    expect(await move(delivery)).toEqual({ ok: true })
    expect(readFileSync(join(delivery.path, 'changed.txt'), 'utf8')).toBe('new\n')
    expect(delivery.scratch.git(['ls-files', '-v', 'changed.txt'])).toBe('S changed.txt')
  })

  test('when `.gitattributes` is not in any commit', async () => {
    const scratch = scratchRepository()
    scratch.git(['config', 'filter.upper.smudge', 'tr a-z A-Z'])
    scratch.git(['config', 'filter.upper.clean', 'tr A-Z a-z'])
    const from = scratch.commit({ 'd/a.txt': 'a\n' })
    const to = childOf(scratch, { 'd/a.txt': 'b\n', 'd/c.txt': 'c\n' })
    writeFiles(scratch.path, { 'd/.gitattributes': '*.txt filter=upper\n' })
    const [ours, gits] = await compared({ scratch, path: scratch.path, branch: MAIN, from, to })
    expect(ours).toEqual(gits)
    expect(readFileSync(join(scratch.path, 'd/c.txt'), 'utf8')).toBe('C\n')
  })
})

function childOf(scratch: ReturnType<typeof scratchRepository>, files: Record<string, string>): string {
  const work = join(scratch.folder, 'work')
  scratch.git(['worktree', 'add', '-q', '--detach', work])
  const commit = scratch.commit(files, 'Work', work)
  scratch.git(['worktree', 'remove', '--force', work])
  return commit
}
