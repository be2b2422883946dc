import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidRepository } from '@coppice/engine'
import { type TempRepository, tempFolder } from '@coppice/testkit'
import { describe, expect } from 'vitest'
import { expectDelivered, fieldUser, given, reported } from './field-project.ts'

const user = fieldUser()

describe('I5: node_modules and other lent paths', () => {
  const files = { '.gitignore': 'node_modules/\ndist/\n.env\n.venv/\n', 'a.txt': 'base\n', 'web/b.txt': 'b\n' }
  const install = ({ path }: TempRepository) => {
    for (const folder of ['node_modules', 'web/node_modules', '.venv']) {
      mkdirSync(join(path, folder))
      writeFileSync(join(path, folder, 'dep.js'), 'dep\n')
    }
    writeFileSync(join(path, '.env'), 'SECRET=1\n')
  }
  const both = (test: string) => ({
    leaves: `${test} && echo 1 > leaves.txt`,
    commits: `${test} && echo 1 > commits.txt && git add -A && git commit -qm commits`,
    forces: `${test} && echo 1 > forces.txt && git add -f . && git commit -qm forces`,
  })
  const bySetup = given(async () => {
    const project = await user().project(files, install)
    const setup = `ln -sfn '${project.repository.path}/node_modules' node_modules; ln -sfn '${project.repository.path}/web/node_modules' web/node_modules`
    const run = await project.run(both('test -e node_modules/dep.js && test -e web/node_modules/dep.js'), { setup })
    return { project, run }
  })
  const byLink = given(async () => {
    const project = await user().project(files, install)
    const run = await project.run(
      {
        ...both('test -e node_modules/dep.js && test -e web/node_modules/dep.js && grep -q SECRET .env'),
        writes: 'echo 2 > writes.txt; echo SECRET=2 > .env; rm -rf .venv; mkdir .venv; echo mine > .venv/own.txt',
        removes: {
          run: 'grep -q SECRET=1 .env && rm -rf node_modules web/node_modules && echo 1 > removes.txt',
          dependsOn: ['writes'],
        },
        cleans: { run: 'git clean -qfdx; test ! -e node_modules; echo 1 > cleans.txt', dependsOn: ['writes'] },
      },
      { link: ['node_modules', 'web/node_modules', '.venv'], copy: ['.env'] },
    )
    return { project, run }
  })
  const lent = ({ project, run }: ReturnType<typeof byLink>) => {
    expect(run.statuses).toMatchObject({ leaves: 'COMPLETED', commits: 'COMPLETED', forces: 'COMPLETED' })
    expectDelivered(run)
    const ever = project.repository.git('log', '--all', '--format=', '--name-only', '-m').split('\n')
    expect(ever.filter((path) => /node_modules|\.env|\.venv/.test(path))).toEqual([])
    for (const folder of ['node_modules', 'web/node_modules', '.venv'])
      expect(existsSync(join(project.repository.path, folder, 'dep.js')), folder).toBe(true)
  }

  reported('bbk1ng/agent-orch#634', 'that setup links are in no commit, although the pattern ends with a slash', () =>
    lent(bySetup()),
  )
  reported('romgrk/node-gtk#408', 'that the plan links are in no commit, also of an agent that adds everything', () =>
    lent(byLink()),
  )
  reported('fastagent-sh/fastagent#292', 'below a folder are in no commit', () => {
    expect(bySetup().project.paths()).not.toContain('web/node_modules')
    expect(byLink().project.text('web/node_modules')).toBe(null)
  })
  reported(
    'sipyourdrink-ltd/bernstein#5980',
    'that an agent overwrites are as before for the next task and for the user',
    () => {
      const { project, run } = byLink()
      expect(run.statuses).toMatchObject({ writes: 'COMPLETED', removes: 'COMPLETED' })
      expect(project.text('.env')).toBe(null)
    },
  )
  reported('franklywatson/claude-rig#39', 'that an agent deletes or cleans away are still there for the user', () => {
    const { project, run } = byLink()
    expect(run.statuses).toMatchObject({ removes: 'COMPLETED', cleans: 'COMPLETED' })
    expect(existsSync(join(project.repository.path, 'node_modules/dep.js'))).toBe(true)
  })
})

describe('I5: what setup changes', () => {
  const field = given(async () => {
    const files = {
      'package-lock.json': '{"lock":1}\n',
      'a.txt': 'base\n',
      'tool.sh': '#!/bin/sh\n',
      'old.txt': 'old\n',
    }
    const project = await user().project(files)
    const setup =
      'date +%N > package-lock.json; mkdir -p .venv && echo lib > .venv/lib.py; chmod +x tool.sh; rm -f old.txt; echo extra > yarn.lock'
    const run = await project.run(
      {
        a: 'echo a > a2.txt',
        commits: 'echo c > c.txt; git add -A; git commit -qm all',
        edits: 'echo \'{"lock":2}\' > package-lock.json; echo e > e.txt',
        venv: 'echo mine > .venv/mine.py; echo v > v.txt',
        nothing: 'true',
        all: 'git add -A; git commit -qm "what setup did"; echo w > w.txt',
      },
      { setup },
    )
    return { project, run }
  })
  const fails = given(async () => {
    const project = await user().project({ 'a.txt': 'base\n' })
    // Only the first of the two working trees cannot be set up.
    const setup = `if mkdir '${join(tempFolder('setup'), 'first')}' 2>/dev/null; then echo cannot-install; exit 3; fi`
    return { project, run: await project.run({ one: 'echo 1 > one.txt', two: 'echo 1 > two.txt' }, { setup }) }
  })

  reported('ingo-eichhorst/Irrlicht#1222', 'such as a lock file is not part of the work', () => {
    const { project, run } = field()
    expect(run.statuses).toMatchObject({ a: 'COMPLETED', commits: 'COMPLETED', venv: 'COMPLETED' })
    expect([project.text('a2.txt'), project.text('c.txt'), project.text('v.txt')]).toEqual(['a\n', 'c\n', 'v\n'])
    expect(project.paths()).not.toContain('yarn.lock')
  })
  reported('vanillagreencom/kendex#1417', 'such as a file or folder that nothing ignores is not merged', () => {
    expect(
      field()
        .project.paths()
        .filter((path) => /^(yarn\.lock|\.venv\/lib\.py)$/.test(path)),
    ).toEqual([])
  })
  reported('coalesce-labs/catalyst#1973', 'such as a mode or a deleted file is not merged', () => {
    const { project } = field()
    expect(project.text('old.txt')).toBe('old\n')
    expect(project.repository.git('ls-tree', 'main', 'tool.sh')).toMatch(/^100644/)
  })
  reported('ng2-ui/auto-complete#522', 'in a file that the agent then changes too is the agent’s change', () => {
    const { project, run } = field()
    if (run.statuses.edits === 'COMPLETED') expect(project.text('package-lock.json')).toBe('{"lock":2}\n')
    else expect(run.reasons.edits).toContain('package-lock.json')
    expect(project.isKept('e.txt')).toBe(true)
  })
  reported('h0x91b/dev-3.0#1742', 'does not make a task done that did nothing', () => {
    expect(field().run.statuses).toMatchObject({ nothing: 'FAILED' })
  })
  reported('constellation-works/orbit#1220', 'and fails at stops only that task, with its output', () => {
    const { project, run } = fails()
    expect(Object.values(run.statuses).toSorted()).toEqual(['COMPLETED', 'FAILED'])
    expect(run.told).toContain('cannot-install')
    expect(project.paths()).toHaveLength(2)
  })
})

/** Writes an executable hook. */
function hook(folder: string, name: string, script: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, name), 0o755)
}

describe('D5: hooks that refuse', () => {
  const husky = given(async () => {
    const project = await user().project({ 'a.txt': 'base\n' }, ({ path, git }) => {
      hook(join(path, '.husky'), 'pre-commit', '. "$(dirname "$0")/_/husky.sh"')
      git('add', '.')
      git('commit', '-qm', 'husky')
      git('config', 'core.hooksPath', '.husky')
      for (const name of ['commit-msg', 'post-checkout', 'reference-transaction', 'post-merge', 'pre-merge-commit'])
        hook(join(path, '.git/hooks'), name, 'echo refused by a hook >&2; exit 1')
    })
    const run = await project.run({
      one: 'echo 1 > one.txt; git add -A; git commit -qm one; true',
      two: 'echo 2 > two.txt; git add -A; git commit -qm two || exit 1',
      chosen:
        'git config core.hooksPath .husky; echo 3 > three.txt; git add -A; git commit -qm three 2>/dev/null || true',
    })
    return { project, run }
  })
  const inGit = given(async () => {
    const project = await user().project({ 'a.txt': 'base\n' }, ({ path }) => {
      for (const name of [
        'pre-commit',
        'commit-msg',
        'post-checkout',
        'reference-transaction',
        'pre-rebase',
        'post-merge',
      ])
        hook(join(path, '.git/hooks'), name, `touch '${path}/.git/ran-${name}'; exit 1`)
    })
    const run = await project.run({
      one: 'echo 1 > one.txt',
      two: { run: 'git commit -q --allow-empty -m x; echo 2 > two.txt', dependsOn: ['one'] },
    })
    return { project, run }
  })
  const planted = given(async () => {
    const project = await user().project({ 'a.txt': 'base\n' })
    const run = await project.run({
      plants:
        'printf "#!/bin/sh\\nexit 1\\n" > "$(git rev-parse --git-dir)/hooks/pre-commit" 2>/dev/null || { mkdir -p "$(git rev-parse --git-dir)/hooks"; printf "#!/bin/sh\\nexit 1\\n" > "$(git rev-parse --git-dir)/hooks/pre-commit"; }; chmod +x "$(git rev-parse --git-dir)/hooks/pre-commit"; echo 1 > plants.txt',
      next: { run: 'echo 2 > next.txt; git add -A; git commit -qm next', dependsOn: ['plants'] },
    })
    return { project, run }
  })

  reported('smtg-ai/claude-squad#52', 'because husky is not installed do not refuse the commits of agents', () => {
    const { project, run } = husky()
    expect(run.statuses).toMatchObject({ one: 'COMPLETED', two: 'COMPLETED' })
    expect([project.text('one.txt'), project.text('two.txt')]).toEqual(['1\n', '2\n'])
  })
  reported('rad-ui/ui#1924', 'for an agent that chose them itself do not lose its work', () => {
    expect(husky().project.isKept('three.txt', '3')).toBe(true)
    expect(husky().run.statuses.chosen).toBe('COMPLETED')
  })
  reported('typicode/husky#787', 'in the user’s repository do not run for Coppice or for agents', () => {
    const { project, run } = inGit()
    expect(run.statuses).toEqual({ one: 'COMPLETED', two: 'COMPLETED' })
    for (const name of ['pre-commit', 'commit-msg', 'reference-transaction'])
      expect(existsSync(join(project.repository.path, '.git', `ran-${name}`)), name).toBe(false)
  })
  reported('elastic/docs-builder#3961', 'leave the delivery and the next commit of the user as they would be', () => {
    const { project, run } = inGit()
    expectDelivered(run)
    expect(project.status()).toBe('')
    expect(() => project.repository.git('commit', '-q', '--allow-empty', '-m', 'mine')).toThrow()
  })
  reported('discord/access#596', 'that one agent leaves do not refuse the commits of the next', () => {
    expect(planted().run.statuses).toEqual({ plants: 'COMPLETED', next: 'COMPLETED' })
    expect(planted().project.text('next.txt')).toBe('2\n')
  })
})

describe('D2: Git LFS and other filters', () => {
  const pointer =
    'version https://git-lfs.github.com/spec/v1\noid sha256:0000000000000000000000000000000000000000000000000000000000000001\nsize 12\n'
  const lfs = {
    'a.txt': 'base\n',
    '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
    'model.bin': pointer,
  }
  const missing = ({ git }: TempRepository) => {
    for (const [key, value] of [
      ['clean', 'no-git-lfs clean -- %f'],
      ['smudge', 'no-git-lfs smudge -- %f'],
      ['process', 'no-git-lfs filter-process'],
      ['required', 'true'],
    ])
      git('config', `filter.lfs.${key}`, value ?? '')
  }
  const refused = async (files: Record<string, string>, prepare: (repository: TempRepository) => void) => {
    try {
      const project = await user().project(files, prepare)
      return (await project.run({ a: 'echo 1 > one.txt' })).told
    } catch (error) {
      return error instanceof InvalidRepository ? error.message : `a defect: ${error}`
    }
  }
  const scripted =
    (script: string) =>
    ({ path, git }: TempRepository) => {
      hook(join(path, '..', `bin-${path.split('-').at(-1)}`), 'lfs', script)
      const program = join(path, '..', `bin-${path.split('-').at(-1)}`, 'lfs')
      git('config', 'filter.lfs.clean', `${program} clean`)
      git('config', 'filter.lfs.smudge', `${program} smudge`)
      git('config', 'filter.lfs.required', 'true')
    }

  reported(
    'PostHog/code#1729',
    'that are required but not installed are named before the first agent starts',
    async () => {
      const reason = await refused(lfs, missing)
      expect(reason).toMatch(/Install Git LFS/)
      expect(reason).not.toMatch(/a defect/)
    },
  )
  reported('superset-sh/superset#1244', 'that no file uses do not stop a run', async () => {
    const project = await user().project({ 'a.txt': 'base\n', '.lfsconfig': '[lfs]\n\tlocksverify = false\n' }, missing)
    const run = await project.run({ a: 'echo 1 > one.txt' })
    expectDelivered(run)
  })
  reported(
    'microsoft/vscode#325591',
    'that are not configured at all leave pointers, which agents can work beside',
    async () => {
      const project = await user().project(lfs)
      const run = await project.run({ a: 'grep -q git-lfs model.bin && echo 1 > one.txt' })
      expectDelivered(run)
      expect(project.text('model.bin')).toBe(pointer)
    },
  )
  reported('microsoft/vscode#319824', 'that are not LFS are named with their setting', async () => {
    const reason = await refused(
      { 'a.txt': 'base\n', '.gitattributes': '*.enc filter=crypt\n', 'x.enc': 'x\n' },
      ({ git }) => {
        git('config', 'filter.crypt.smudge', 'no-git-crypt smudge')
        git('config', 'filter.crypt.clean', 'no-git-crypt clean')
        git('config', 'filter.crypt.required', 'true')
      },
    )
    expect(reason).toMatch(/filter crypt.*filter\.crypt\.(smudge|clean)/s)
  })
  reported(
    'raine/workmux#258',
    'that are required and work are run: agents see the content, and commits hold what the filter stores',
    async () => {
      const project = await user().project({ 'a.txt': 'base\n' }, (repository) => {
        scripted('case $1 in clean) tr a-z A-Z;; smudge) tr A-Z a-z;; esac')(repository)
        repository.write('.gitattributes', '*.bin filter=lfs\n')
        repository.write('model.bin', 'weights\n')
        repository.git('add', '.')
        repository.git('commit', '-qm', 'model')
      })
      const run = await project.run({
        reads: 'grep -q weights model.bin && echo 1 > one.txt',
        writes: 'echo more >> model.bin',
        commits: 'echo other > other.bin; git add -A; git commit -qm other',
      })
      expect(run.statuses).toEqual({ reads: 'COMPLETED', writes: 'COMPLETED', commits: 'COMPLETED' })
      expectDelivered(run)
      expect([project.text('model.bin'), project.text('other.bin')]).toEqual(['WEIGHTS\nMORE\n', 'OTHER\n'])
      expect(project.status()).toBe('')
    },
  )
})

describe('I5: links to folders outside', () => {
  reported(
    'justinchuby/flightdeck#161',
    'that the user’s checkout has in place of node_modules are lent as they are',
    async () => {
      const project = await user().project({ '.gitignore': 'node_modules\n', 'a.txt': 'base\n' }, ({ path }) => {
        mkdirSync(`${path}-store`)
        writeFileSync(join(`${path}-store`, 'dep.js'), 'dep\n')
        symlinkSync(`${path}-store`, join(path, 'node_modules'))
      })
      const run = await project.run(
        { a: 'test -e node_modules/dep.js && echo 1 > one.txt && git add -A && git commit -qm one' },
        { link: ['node_modules'] },
      )
      expectDelivered(run)
      expect(project.paths()).toEqual(['.gitignore', 'a.txt', 'one.txt'])
    },
  )
})
