import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testWhere } from '@coppice/testkit'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { InvalidRepository } from '../domain/refusals.ts'
import { createGit } from './create-git.ts'
import { WORK_BRANCH } from './fixtures/leased-worktree.ts'
import { type ScratchRepository, scratchFolder, scratchRepository } from './fixtures/scratch-repository.ts'

interface Kind {
  /** Makes the repository of this kind. @returns its path */
  make(scratch: ScratchRepository): string
  /** What the refusal says. It is absent when the repository works. */
  refused?: RegExp
  objectFormat?: 'sha256'
  /** Says whether this machine has what the kind needs. */
  isPossible?: () => boolean
  env?: (scratch: ScratchRepository) => Record<string, string>
  dataFolder?: (scratch: ScratchRepository) => string
}

const hasReftable = () => spawnSync('git', ['init', '-h'], { encoding: 'utf8' }).stdout.includes('--ref-format')
const ANY_KIND = ['-c', 'safe.bareRepository=all']
const canMount = () => process.getuid?.() === 0 && spawnSync('mount', ['--help']).status === 0

const own = (scratch: ScratchRepository, prepare: (scratch: ScratchRepository) => void): string => {
  prepare(scratch)
  return scratch.path
}

function clone(scratch: ScratchRepository, ...how: string[]): string {
  const path = join(scratch.folder, 'clone')
  scratch.git(['clone', '-q', ...how, `file://${scratch.path}`, path], scratch.folder)
  return path
}

/** Copies the repository to a file system of its own. */
function onDisk(scratch: ScratchRepository, megabytes: number): string {
  const disk = join(scratch.folder, 'disk')
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'disk', disk])
  // Git helpers that stay alive for some seconds keep the disk busy, so it is only detached.
  onTestFinished(() => void execFileSync('umount', ['--lazy', disk]))
  execFileSync('cp', ['-a', scratch.path, join(disk, 'repository')])
  return join(disk, 'repository')
}

function filter({ git, commit }: ScratchRepository, name: string, clean: string): void {
  commit({ '.gitattributes': `*.bin filter=${name}\n`, 'a.bin': 'a\n' })
  for (const side of ['clean', 'smudge']) git(['config', `filter.${name}.${side}`, clean])
  git(['config', `filter.${name}.required`, 'true'])
}

/** Makes a program `git` that takes each repository for that of another user. */
function ofAnotherOwner({ env }: ScratchRepository): Record<string, string> {
  const folder = scratchFolder()
  const script = `#!/bin/sh\nPATH='${env.PATH}' GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec git "$@"\n`
  writeFileSync(join(folder, 'git'), script)
  chmodSync(join(folder, 'git'), 0o755)
  return { PATH: `${folder}:${env.PATH}` }
}

/** The rows of the table in `docs/repositories.md`, by their first column. */
const KINDS: Readonly<Record<string, Kind>> = {
  'Git LFS, installed': { make: (scratch) => own(scratch, () => filter(scratch, 'lfs', 'cat')) },
  'Git LFS, not installed': {
    make: (scratch) => own(scratch, () => filter(scratch, 'lfs', 'no-such-lfs clean')),
    refused: /Install Git LFS \(https:\/\/git-lfs\.com\)/,
  },
  'a required filter whose program is missing': {
    make: (scratch) => own(scratch, () => filter(scratch, 'crypt', 'no-such-crypt')),
    refused: /Install or repair the program of the setting filter\.crypt\.clean/,
  },
  'a required filter that needs a file of the git directory, such as git-crypt': {
    make: (scratch) =>
      own(scratch, ({ path }) => {
        filter(scratch, 'crypt', 'test -e "$(git rev-parse --git-dir)/key" && cat')
        writeFileSync(join(path, '.git/key'), 'k')
      }),
    refused: /cannot run it in a worktree of Coppice.*by its absolute path/,
  },
  'filters and merge drivers': {
    make: (scratch) =>
      own(scratch, ({ git, commit }) => {
        commit({ '.gitattributes': '*.txt filter=upper merge=ours\n' })
        git(['config', 'filter.upper.clean', 'cat'])
        git(['config', 'merge.ours.driver', 'true'])
      }),
  },
  submodules: {
    make: (scratch) =>
      own(scratch, ({ git, commit }) => {
        const library = scratchRepository()
        library.commit({ 'lib.txt': 'l\n' })
        git(['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.path, 'lib'])
        commit({}, 'Add lib')
      }),
  },
  'sparse checkout': {
    make: (scratch) =>
      own(scratch, ({ git, commit }) => {
        commit({ 'in/a.txt': 'a\n', 'out/b.txt': 'b\n' })
        git(['sparse-checkout', 'set', 'in'])
      }),
  },
  'shallow clone': {
    make: (scratch) => {
      scratch.commit({ 'a.txt': 'b\n' })
      return clone(scratch, '--depth', '1')
    },
  },
  'partial clone': {
    make: (scratch) => {
      scratch.git(['config', 'uploadpack.allowFilter', 'true'])
      scratch.git(['config', 'uploadpack.allowAnySHA1InWant', 'true'])
      return clone(scratch, '--no-checkout', '--filter=blob:none')
    },
  },
  'borrowed objects (`git clone --shared`)': {
    make: (scratch) => {
      scratch.git(['clone', '-q', '--shared', scratch.path, join(scratch.folder, 'clone')])
      return join(scratch.folder, 'clone')
    },
  },
  'HEAD on a branch without a commit': {
    make: (scratch) => own(scratch, ({ git }) => git(['checkout', '-q', '--orphan', 'fresh'])),
  },
  'no commit at all': {
    make: ({ folder, git }) => {
      git(['init', '-q', '-b', 'main', join(folder, 'empty')])
      return join(folder, 'empty')
    },
    refused: /has no commit yet\. Make one/,
  },
  'detached HEAD': { make: (scratch) => own(scratch, ({ git }) => git(['checkout', '-q', '--detach'])) },
  'a base branch that is a symbolic ref': {
    make: (scratch) => own(scratch, ({ git }) => git(['symbolic-ref', 'refs/heads/master', 'refs/heads/main'])),
  },
  'bare repository': { make: (scratch) => clone(scratch, '--bare') },
  'bare repository, with `safe.bareRepository=explicit`': {
    make: (scratch) => {
      const path = clone(scratch, '--bare')
      scratch.git(['config', '--global', 'safe.bareRepository', 'explicit'])
      return path
    },
  },
  'mirror (`git clone --mirror`)': {
    make: (scratch) => clone(scratch, '--mirror'),
    refused: /would delete the branches of Coppice.*\+refs\/\*:refs\/\*.*git clone '/,
  },
  'linked worktree': {
    make: ({ git, folder }) => {
      git(['worktree', 'add', '-q', '-b', 'topic', join(folder, 'linked')])
      return join(folder, 'linked')
    },
  },
  'refs in the format reftable': {
    make: (scratch) => clone(scratch, '--ref-format=reftable'),
    isPossible: hasReftable,
  },
  'ids in SHA-256': { make: ({ path }) => path, objectFormat: 'sha256' },
  'read-only': {
    make: (scratch) => {
      const path = onDisk(scratch, 128)
      execFileSync('mount', ['-o', 'remount,ro', join(path, '..')])
      return path
    },
    refused: /cannot write to .* \(EROFS\).*Mount it writable/,
    isPossible: canMount,
  },
  'of another owner': {
    make: ({ path }) => path,
    refused: /belongs to another user.*git config --global --add safe\.directory/,
    env: ofAnotherOwner,
  },
  'less than 64 MiB of free disk space': {
    make: (scratch) => onDisk(scratch, 60),
    refused: /has \d+ MiB left, and a run needs at least 64 MiB\. Free some space/,
    isPossible: canMount,
  },
  'less than 64 MiB of free disk space in the data folder (`COPPICE_HOME`)': {
    make: ({ path }) => path,
    refused:
      /The disk of .*, the data folder of Coppice \(COPPICE_HOME\), has \d+ MiB left, and a run needs at least 64 MiB/,
    isPossible: canMount,
    dataFolder: (scratch) => join(onDisk(scratch, 60), '..'),
  },
  'less than 64 MiB of free disk space in the folder for temporary files (`TMPDIR`)': {
    make: (scratch) => {
      onTestFinished(() => void vi.unstubAllEnvs())
      vi.stubEnv('TMPDIR', join(onDisk(scratch, 60), '..'))
      return scratch.path
    },
    refused:
      /The disk of .*, the folder for temporary files \(TMPDIR\), has \d+ MiB left, and a run needs at least 64 MiB/,
    isPossible: canMount,
  },
  'on another disk than the data folder': {
    make: (scratch) => onDisk(scratch, 128),
    isPossible: canMount,
  },
  'a branch named `coppice`': {
    make: (scratch) => own(scratch, ({ git }) => git(['branch', 'coppice'])),
    refused: /Rename it: git -C .* branch -m coppice another-name/,
  },
}

/** Reads the table of the page: the result of each kind. */
function documented(): Record<string, string> {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/repositories.md'), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| '))
  return Object.fromEntries(
    rows.slice(1).map((row) =>
      row
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, 3),
    ),
  )
}

describe('the page about repositories', () => {
  test('says of each kind whether it works', () => {
    const results = Object.entries(KINDS).map(([kind, { refused }]) => [kind, refused ? 'refused' : 'works'])
    expect(documented()).toEqual(Object.fromEntries(results))
  })

  for (const [
    kind,
    { make, refused, objectFormat, isPossible = () => true, env = () => ({}), dataFolder },
  ] of Object.entries(KINDS))
    testWhere(
      test,
      isPossible(),
      'this machine has not what the kind needs',
    )(`${kind}: ${refused ? 'is refused with what to do' : 'a task is done and merged'}`, async () => {
      const scratch = scratchRepository({ objectFormat })
      scratch.commit({ 'a.txt': 'a\n' })
      scratch.git(['config', '--global', 'user.name', 'Ada'])
      scratch.git(['config', '--global', 'user.email', 'ada@example.org'])
      const path = make(scratch)
      const git = createGit({ env: { ...scratch.env, ...env(scratch) }, dataFolder: dataFolder?.(scratch) })
      const ready = git.open(path).then(async (repository) => {
        await repository.assertReady('refs/heads/main')
        return repository
      })
      if (refused) {
        const error = await ready.catch((reason: unknown) => reason)
        expect(error).toBeInstanceOf(InvalidRepository)
        return expect((error as Error).message).toMatch(refused)
      }
      const repository = await ready
      const base = (await repository.resolve('refs/heads/main')) ?? ''
      const worktree = await repository.addWorktree(join(scratch.folder, 'trees/slot-0'), base, WORK_BRANCH)
      writeFileSync(join(worktree.path, 'work.txt'), 'w\n')
      const work = await worktree.commitAll('Work\n', [])
      const merged = await repository.mergeTree(base, work)
      if (!merged.clean) throw new Error(merged.files.join())
      const merge = await repository.commitTree(merged.tree, [base, work], 'Merge\n')
      await repository.updateRef('refs/heads/coppice/run-1', merge, null)
      const files = (commit: string) =>
        scratch
          .git([...ANY_KIND, 'ls-tree', '-r', '--name-only', commit], path)
          .split('\n')
          .sort()
      expect(files(merge)).toEqual([...files(base), 'work.txt'].sort())
      await worktree.remove()
    })
})
