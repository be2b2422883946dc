import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchRepository } from './fixtures/scratch-repository.ts'

const refusal = async (scratch: ReturnType<typeof scratchRepository>, revision = 'HEAD') => {
  const repository = await scratch.open()
  return repository.assertReady(revision).then(
    () => null,
    (error: Error) => error.message,
  )
}

test('a repository whose files need Git LFS is refused when LFS is missing, and the message says what to install', async () => {
  const scratch = scratchRepository()
  scratch.commit({ '.gitattributes': '*.bin filter=lfs diff=lfs -text\n', 'model.bin': 'pointer\n' })
  expect(await refusal(scratch)).toBeNull()
  scratch.git(['config', 'filter.lfs.clean', 'no-such-lfs clean -- %f'])
  scratch.git(['config', 'filter.lfs.process', 'no-such-lfs filter-process'])
  scratch.git(['config', 'filter.lfs.required', 'true'])
  expect(await refusal(scratch)).toMatch(
    /need the filter lfs, and git cannot run it: .*no-such-lfs.*\. Install Git LFS \(https:\/\/git-lfs\.com\), then try again\.$/,
  )
  expect(await refusal(scratch, 'no-such-branch')).toBeNull()
})

test('a required filter of another program is named by its setting, and a filter that works is accepted', async () => {
  const scratch = scratchRepository()
  scratch.commit({ 'docs/.gitattributes': 'secret filter=crypt\n' })
  scratch.git(['config', 'filter.crypt.clean', 'no-such-crypt clean'])
  scratch.git(['config', 'filter.crypt.required', 'true'])
  expect(await refusal(scratch)).toMatch(/the setting filter\.crypt\.clean \(no-such-crypt clean\), then try again/)
  scratch.git(['config', 'filter.crypt.clean', 'cat'])
  const objects = readdirSync(join(scratch.path, '.git/objects'))
  expect(await refusal(scratch)).toBeNull()
  expect(readdirSync(join(scratch.path, '.git/objects'))).toEqual(objects)
})

test('I2: a required filter that needs a key of the git directory is refused, because it fails in each worktree', async () => {
  const scratch = scratchRepository()
  scratch.commit({ '.gitattributes': 'secret filter=crypt\n' })
  writeFileSync(join(scratch.path, '.git/key'), 'k')
  scratch.git(['config', 'filter.crypt.required', 'true'])
  scratch.git(['config', 'filter.crypt.clean', 'test -e "$(git rev-parse --git-dir)/key" && cat'])
  expect(await refusal(scratch)).toMatch(
    /The files of .* need the filter crypt, and git cannot run it in a worktree of Coppice: .*filter\.crypt\.\* by its absolute path/,
  )
  scratch.git(['config', 'filter.crypt.clean', `test -e '${join(scratch.path, '.git/key')}' && cat`])
  expect(await refusal(scratch)).toBeNull()
})

test('the refusal of git-crypt says how the worktrees get the key', async () => {
  const scratch = scratchRepository()
  scratch.commit({ '.gitattributes': 'secret filter=git-crypt\n' })
  writeFileSync(join(scratch.path, '.git/key'), 'k')
  scratch.git(['config', 'filter.git-crypt.clean', 'test -e "$(git rev-parse --git-dir)/key" # git-crypt clean'])
  scratch.git(['config', 'filter.git-crypt.required', 'true'])
  expect(await refusal(scratch)).toContain(
    "git-crypt export-key KEY && git config filter.git-crypt.clean 'git-crypt clean --key-file=KEY' && git config filter.git-crypt.smudge 'git-crypt smudge --key-file=KEY'",
  )
})

test('a filter that no attributes file names, or that is not required, may be missing', async () => {
  const scratch = scratchRepository()
  scratch.commit({ '.gitattributes': '*.bin filter=other\n', 'a.bin': 'a\n' })
  for (const name of ['lfs', 'other']) scratch.git(['config', `filter.${name}.clean`, 'no-such-program'])
  scratch.git(['config', 'filter.lfs.required', 'true'])
  scratch.git(['config', 'filter.other.required', 'false'])
  expect(await refusal(scratch)).toBeNull()
})

test('I2: the check runs no filter that the project does not trust', async () => {
  const scratch = scratchRepository()
  scratch.commit({ '.gitattributes': '* filter=new\n' })
  const repository = await scratch.open()
  scratch.git(['config', 'filter.new.clean', `touch '${scratch.folder}/ran'; cat`])
  scratch.git(['config', 'filter.new.required', 'true'])
  await repository.assertReady('HEAD')
  expect(existsSync(join(scratch.folder, 'ran'))).toBe(false)
})
