import { execFileSync } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { describe, expect } from 'vitest'
import { expectDelivered, fieldUser, given, reported } from './field-project.ts'

/** Returns how many lines a commit that is not a merge has added and removed in each file, since the first commit. */
const changes = (git: (...args: string[]) => string, range: string): Record<string, string> => {
  const lines = git('log', '--no-merges', '--format=', '--numstat', range).split('\n').filter(Boolean)
  return Object.fromEntries(
    lines.map((line) => line.split('\t')).map(([more, less, path]) => [path, `${more} ${less}`]),
  )
}

describe('D5: line ends, for a user with core.autocrlf=true', () => {
  const user = fieldUser('[core]\n\tautocrlf = true\n')
  const field = given(async () => {
    const files = {
      'a.txt': 'a1\r\na2\r\n',
      'b.txt': 'b1\r\nb2\r\n',
      'c.txt': 'c1\r\n',
      'mixed.txt': 'm1\r\nm2\n',
      'run.sh': 'echo 1\n',
      'win.bat': 'rem\r\n',
      'data.bin': 'x\r\n\0y\r\n',
      'pinned/p.cs': 'p1\r\np2\r\n',
    }
    const project = await user().project({ 'start.txt': 'start\n' }, ({ git, write }) => {
      git('config', 'core.autocrlf', 'false')
      for (const [path, text] of Object.entries(files)) write(path, text)
      git('add', '.')
      git('commit', '-qm', 'before the attributes')
      git('config', '--unset', 'core.autocrlf')
      write('.gitattributes', '* text=auto\n*.sh text eol=lf\n*.bat text eol=crlf\npinned/** -text\n')
      git('add', '.gitattributes')
      // A plain `git add` does not look again at a file whose size and times have not changed.
      git('add', '--renormalize', 'win.bat')
      git('commit', '-qm', 'attributes')
    })
    const before = { status: project.status(), commit: project.repository.git('rev-parse', 'main') }
    const run = await project.run({
      leaves: "printf 'a3\\r\\n' >> a.txt",
      commits: "printf 'b3\\r\\n' >> b.txt; git add b.txt; git commit -qm b",
      script: "printf 'echo 2\\n' >> run.sh; printf 'rem 2\\r\\n' >> win.bat",
      binary: "printf 'z\\r\\n' >> data.bin; printf 'p3\\r\\n' >> pinned/p.cs",
      creates: "printf 'n1\\r\\nn2\\r\\n' > new.txt",
      mixed: "printf 'm3\\n' >> mixed.txt",
    })
    const blob = (path: string) =>
      execFileSync('git', ['cat-file', 'blob', `refs/heads/main:${path}`], { cwd: project.repository.path }).toString(
        'latin1',
      )
    return { project, run, before, blob, changed: changes(project.repository.git, `${before.commit}..main`) }
  })

  reported('NousResearch/hermes-agent#78571', 'do not become a change of every line', () => {
    expect(field().run.statuses).toMatchObject({ leaves: 'COMPLETED', commits: 'COMPLETED' })
    expect(field().changed).toMatchObject({ 'a.txt': '1 0', 'b.txt': '1 0' })
  })
  reported(
    'erikdarlingdata/PerformanceMonitor#2858',
    'of files that nobody changed stay as they are in the repository',
    () => {
      expect(Object.keys(field().changed)).not.toContain('c.txt')
      expect(field().blob('c.txt')).toBe('c1\r\n')
    },
  )
  reported('Kpa-clawbot/CoreScope#299', 'that attributes fix per kind of file are those of the attributes', () => {
    expect(field().blob('run.sh')).toBe('echo 1\necho 2\n')
    expect(field().changed).toMatchObject({ 'run.sh': '1 0', 'win.bat': '1 0' })
  })
  reported('BloopAI/vibe-kanban#1095', 'of new files are what git add of the user would store', () => {
    expect(field().blob('new.txt')).toBe('n1\nn2\n')
    expect(field().run.statuses.creates).toBe('COMPLETED')
  })
  reported('vhelin/wla-dx#227', 'that are mixed in a file stay mixed, and the change is one line', () => {
    expect(field().changed['mixed.txt']).toBe('1 0')
  })
  reported('git-for-windows/git#954', 'of binary files and of files without conversion are not touched', () => {
    expect(field().blob('data.bin')).toBe('x\r\n\0y\r\nz\r\n')
    expect(field().blob('pinned/p.cs')).toBe('p1\r\np2\r\np3\r\n')
  })
  reported('entireio/cli#2376', 'do not make the checkout look changed before or after the delivery', () => {
    expect(field().before.status).toBe('')
    expectDelivered(field().run)
    expect(field().project.status()).toBe('')
  })
})

const user = fieldUser()

describe('I2: names that differ only in case or in Unicode form', () => {
  const NFC = 'caf\u00e9.md'
  const NFD = 'cafe\u0301.md'
  const field = given(async () => {
    const files = {
      'Readme.md': 'base\n',
      'src/Login.java': 'class\n',
      'Docs/x.md': 'x\n',
      [NFD]: 'nfd\n',
      'both.txt': 'b\n',
    }
    const project = await user().project(files, ({ git }) => {
      git('config', 'core.ignorecase', 'true')
      git('config', 'core.precomposeunicode', 'true')
    })
    const run = await project.run({
      plain: 'mv Readme.md README.md; echo more >> README.md',
      commits: 'git mv -f src/Login.java src/LOGIN.java; git commit -qm "rename by case"',
      folder: 'mkdir d2; mv Docs d2/docs; mv d2/docs docs; rmdir d2; echo y > docs/y.md',
      second: 'echo B > BOTH.txt; git add -A; git commit -qm both',
      unicode: `echo more >> '${NFD}'; echo new > '\u30c7\u30fc\u30bf.md'`,
    })
    return { project, run }
  })

  reported(
    'git/git-scm.com#615',
    'are renamed under core.ignorecase: the new name is there and the old one is gone',
    () => {
      const { project } = field()
      expect(project.text('README.md')).toBe('base\nmore\n')
      expect(project.paths()).not.toContain('Readme.md')
    },
  )
  reported('kirodotdev/KiroCrew#3591', 'are renamed also by the agent’s own git', () => {
    expect(field().project.text('src/LOGIN.java')).toBe('class\n')
    expect(field().project.paths()).not.toContain('src/Login.java')
  })
  reported('Nightfirecat/.dotfiles#41', 'of folders are renamed with all files in them', () => {
    expect(
      field()
        .project.paths()
        .filter((path) => /^docs\//i.test(path)),
    ).toEqual(['docs/x.md', 'docs/y.md'])
  })
  reported('TortoiseGit/TortoiseGit#148', 'are two files when the agent made two', () => {
    expect([field().project.text('both.txt'), field().project.text('BOTH.txt')]).toEqual(['b\n', 'B\n'])
  })
  reported('zeroturnaround/zt-zip#193', 'keep their Unicode form: a decomposed name stays one file', () => {
    const { project, run } = field()
    expect(run.statuses.unicode).toBe('COMPLETED')
    expect(project.text(NFD)).toBe('nfd\nmore\n')
    expect(project.paths()).not.toContain(NFC)
    expect(project.text('\u30c7\u30fc\u30bf.md')).toBe('new\n')
  })
  reported('hbo-nerds/hbo-nerds.github.io#158', 'leave the checkout clean', () => {
    expectDelivered(field().run)
    expect(field().project.repository.git('-c', 'core.ignorecase=false', 'status', '--porcelain')).toBe('')
  })
})

describe('D5: names of files', () => {
  const LONG = `${'deep/'.repeat(40)}${'n'.repeat(200)}.txt`
  const NAMES = [
    'two words.md',
    'quote".md',
    'tab\t.md',
    'new\nline.md',
    '-rf',
    ':(exclude)a',
    'back\\slash',
    'a -> b',
    '[x]*.txt',
    'äöü.md',
    '#x',
    '!x',
    ' lead',
    '.\u2028x',
  ]
  const field = given(async () => {
    const folder = tempFolder('names')
    NAMES.forEach((name, index) => {
      writeFileSync(join(folder, name), `${index}\n`)
    })
    const project = await user().project({ 'a.txt': 'base\n', 'src b/main.c': 'c\n' })
    const run = await project.run({
      leaves: `cp -R ${folder}/. .`,
      commits: `mkdir committed; cp -R ${folder}/. committed; git add -A; git commit -qm names; echo z >> 'committed/two words.md'`,
      long: `mkdir -p '${LONG.slice(0, LONG.lastIndexOf('/'))}' && echo long > '${LONG}'`,
      renames: "git mv 'src b/main.c' 'src b/main d.c'; echo more >> 'src b/main d.c'",
    })
    return { project, run }
  })

  const latin = given(async () => {
    const project = await user().project()
    const run = await project.run({ latin: `echo latin > "$(printf 'caf\\351.txt')"` })
    return { project, run }
  })

  reported('gfargo/coco#1597', 'with quotes, tabs and letters that git quotes are committed', () => {
    const { project, run } = field()
    expect(run.statuses).toMatchObject({ leaves: 'COMPLETED', commits: 'COMPLETED' })
    expectDelivered(run)
    for (const [index, name] of NAMES.entries()) expect(project.text(name), name).toBe(`${index}\n`)
  })
  reported('career-ops-hq/career-ops#3417', 'with spaces and line breaks survive in the agent’s own commits', () => {
    for (const [index, name] of NAMES.entries())
      expect(field().project.text(`committed/${name}`), name).toBe(index === 0 ? '0\nz\n' : `${index}\n`)
  })
  reported('wkentaro/git-hunk#10', 'that contain git’s own syntax are names and nothing else', () => {
    expect(field().project.paths()).toEqual(expect.arrayContaining([':(exclude)a', '-rf', '[x]*.txt', 'a -> b']))
    expect(field().project.text('a.txt')).toBe('base\n')
  })
  reported(
    'open-gsd/gsd-core#4081',
    'that are not UTF-8 are merged byte by byte, and the run says how to take them',
    () => {
      const { project, run } = latin()
      expect(run.statuses).toEqual({ latin: 'COMPLETED' })
      const tree = execFileSync('git', ['ls-tree', '-z', '--name-only', run.run.branch], {
        cwd: project.repository.path,
      })
      expect(tree.includes(Buffer.from('caf\xe9.txt', 'latin1'))).toBe(true)
      expect(run.run).toMatchObject({
        deliveryStatus: 'REFUSED',
        deliveryReason: expect.stringMatching(/not UTF-8.*git merge/),
      })
      expect(project.status()).toBe('')
      project.repository.git('merge', '-q', '--ff-only', run.run.branch)
      expect(project.status()).toBe('')
    },
  )
  reported('ProjectBorealis/UEGitPlugin#188', 'with spaces are renamed with their change', () => {
    expect(field().project.text('src b/main d.c')).toBe('c\nmore\n')
    expect(field().project.paths()).not.toContain('src b/main.c')
  })
  reported('jsboige/CoursIA#15112', 'of 400 characters are committed and delivered', () => {
    expect(field().project.text(LONG)).toBe('long\n')
    expect(field().project.status()).toBe('')
  })
})

describe('D5: modes and links', () => {
  const field = given(async () => {
    const project = await user().project(
      { 'tool.sh': '#!/bin/sh\n', 'plain.txt': 'p\n', 'dir/x.txt': 'x\n', 'lost.sh': '#!/bin/sh\n' },
      ({ path, git }) => {
        symlinkSync('plain.txt', join(path, 'link'))
        git('add', '.')
        git('update-index', '--chmod=+x', 'lost.sh')
        git('commit', '-qm', 'links')
        git('checkout', '-q', '--', 'lost.sh')
      },
    )
    const run = await project.run({
      chmod: 'chmod +x tool.sh',
      index: 'echo more >> plain.txt; git add plain.txt; git update-index --chmod=+x plain.txt; git commit -qm mode',
      edits: 'test -x lost.sh && echo more >> lost.sh',
      links: 'ln -sfn /nowhere/at/all link; ln -s ../../.. up; ln -s self self',
      folder: 'rm -r dir && ln -s /etc dir',
      umask: 'umask 077; echo secret > private.txt; mkdir shut; echo 1 > shut/s.txt; chmod 000 shut/s.txt',
      empty: 'mkdir -p nothing/here; : > empty.txt',
    })
    const mode = (path: string) => project.repository.git('ls-tree', 'refs/heads/main', '--', path).slice(0, 6)
    return { project, run, mode }
  })
  const local = given(async () => {
    const project = await user().project({ 'tool.sh': '#!/bin/sh\n' }, ({ git }) => {
      git('update-index', '--chmod=+x', 'tool.sh')
      git('commit', '-qm', 'mode')
      git('config', 'core.fileMode', 'false')
    })
    const run = await project.run({ edits: 'chmod -x tool.sh; echo more >> tool.sh' })
    return { project, run, mode: project.repository.git('ls-tree', 'main', '--', 'tool.sh').slice(0, 6) }
  })

  reported('bit-vcs/bit#172', 'of tracked files are the same in the agent’s folder', () => {
    expect(field().run.statuses.edits).toBe('COMPLETED')
    expect(field().mode('lost.sh')).toBe('100755')
  })
  reported('djinnos/djinn#2805', 'that an agent changes are committed', () => {
    expect(field().run.statuses).toMatchObject({ chmod: 'COMPLETED', index: 'COMPLETED' })
    expect(field().mode('tool.sh')).toBe('100755')
  })
  reported('gitbutlerapp/gitbutler#15781', 'stay as they are with core.fileMode=false', () => {
    expect(local().run.statuses.edits).toBe('COMPLETED')
    expect(local().project.text('tool.sh')).toBe('#!/bin/sh\nmore\n')
    expect(local().mode).toBe('100755')
  })
  reported(
    'huggingface/agent-manager#64',
    'that lead outside are committed as links, and nothing is read through them',
    () => {
      const { project, mode } = field()
      expect([mode('link'), mode('up'), mode('self'), mode('dir')]).toEqual(['120000', '120000', '120000', '120000'])
      expect(project.text('dir')).toBe('/etc')
      expect(project.paths()).not.toContain('dir/x.txt')
    },
  )
  reported('int128/ghcp#6', 'that shut out others do not lose the work, and empty files count', () => {
    const { project, run } = field()
    expect(run.statuses.umask).toBe('COMPLETED')
    expect([project.text('private.txt'), project.text('shut/s.txt'), project.text('empty.txt')]).toEqual([
      'secret\n',
      '1\n',
      '',
    ])
    expect(run.statuses.empty).toBe('COMPLETED')
  })
})

describe('D5: ignored files', () => {
  const field = given(async () => {
    writeFileSync(join(user().home, 'ignore'), 'docs/\n*.local\n')
    execFileSync('git', ['config', '--global', 'core.excludesFile', join(user().home, 'ignore')])
    const project = await user().project(
      { '.gitignore': 'build/\n*.log\n.env\n', 'a.txt': 'base\n' },
      ({ write, git }) => {
        write('kept.log', 'tracked although ignored\n')
        git('add', '-f', 'kept.log')
        git('commit', '-qm', 'a tracked log')
      },
    )
    const run = await project.run({
      docs: "mkdir docs; echo 'hours of work' > docs/guide.md",
      env: 'echo SECRET=agent > .env',
      tracked: 'echo more >> kept.log',
      forced: 'mkdir build; echo out > build/out.txt; git add -f build/out.txt; git commit -qm forced',
      beside: 'echo real > real.txt; mkdir build; echo scrap > build/scrap.txt; echo l > x.log',
    })
    execFileSync('git', ['config', '--global', '--unset', 'core.excludesFile'])
    return { project, run }
  })

  reported('griffinwork40/agent-afk#770', 'that are all the agent wrote are named and kept', () => {
    const { project, run } = field()
    expect(run.statuses.docs).toBe('FAILED')
    expect(run.reasons.docs).toContain('docs/')
    expect(project.isKept('docs/guide.md', 'hours of work')).toBe(true)
  })
  reported(
    'Digital-Process-Tools/claude-supertool#1280',
    'such as a local .env are not thrown away with the folder',
    () => {
      const { project, run } = field()
      expect(run.reasons.env).toContain('.env')
      expect(project.isKept('.env', 'SECRET=agent')).toBe(true)
      expect(project.text('.env')).toBe(null)
    },
  )
  reported('gitbutlerapp/gitbutler#15140', 'that are tracked are work', () => {
    expect(field().project.text('kept.log')).toBe('tracked although ignored\nmore\n')
  })
  reported('theQuert/cc-reaper#20', 'that the agent added by force are merged', () => {
    expect(field().project.text('build/out.txt')).toBe('out\n')
  })
  reported('melodic-software/claude-code-plugins#2601', 'beside real work are not merged', () => {
    const { project, run } = field()
    expect(run.statuses.beside).toBe('COMPLETED')
    expect(project.text('real.txt')).toBe('real\n')
    expect(project.text('build/scrap.txt')).toBe(null)
    expect(project.text('x.log')).toBe(null)
  })
})

describe('D1: merge drivers', () => {
  const field = given(async () => {
    const attributes = [
      'CHANGELOG.md merge=union',
      'lock.json merge=ours',
      'named.txt merge=nobody',
      'logo.svg -merge',
      'docs/*.md merge=union',
      'sum.txt merge=sum',
      'gone.txt merge=union',
    ]
    const files = {
      '.gitattributes': `${attributes.join('\n')}\n`,
      'CHANGELOG.md': '# Changes\n',
      'lock.json': '{ "v": 1 }\n',
      'named.txt': 'one\ntwo\nthree\nfour\nfive\n',
      'logo.svg': '<svg/>\n',
      'docs/list.md': '# List\n',
      'sum.txt': '0\n',
      'gone.txt': 'a\nb\nc\n',
    }
    const project = await user().project(files, ({ git }) => {
      git('config', 'merge.ours.driver', 'true')
      git('config', 'merge.sum.driver', 'echo "$(( $(cat %A) + $(cat %B) - $(cat %O) ))" > %A')
    })
    const lines = (who: string, lock: number) =>
      `echo '- ${who}' >> CHANGELOG.md; echo '{ "v": ${lock} }' > lock.json; echo '* ${who}' >> docs/list.md; echo ${lock} > sum.txt`
    const run = await project.run(
      {
        a: `${lines('a', 2)}; sed -i.bak s/one/ONE/ named.txt; sed -i.bak /b/d gone.txt; rm -f *.bak; git add -A; git commit -qm a`,
        b: `${lines('b', 3)}; sed -i.bak s/five/FIVE/ named.txt; echo d >> gone.txt; rm -f *.bak; git add -A; git commit -qm b`,
        c: `${lines('c', 7)}; echo d > c.txt`,
        first: 'echo 1 > logo.svg; git commit -qam first',
        second: 'echo 2 > logo.svg; git commit -qam second',
      },
      { verify: "! grep -rq '<<<<' . --include='*.md' --include='*.json' --include='*.txt'", maxConflictSessions: 0 },
    )
    return { project, run }
  })

  reported('liukidar/pcx#105', 'such as union keep the lines of all branches', () => {
    const { project, run } = field()
    expect(run.statuses).toMatchObject({ a: 'COMPLETED', b: 'COMPLETED', c: 'COMPLETED' })
    expect(project.text('CHANGELOG.md')).toBe('# Changes\n- a\n- b\n- c\n')
  })
  reported('WallyDoodlez/SquidSquad#5469', 'named by a pattern for a folder apply too', () => {
    expect(field().project.text('docs/list.md')).toBe('# List\n* a\n* b\n* c\n')
  })
  reported('ibis-project/ibis#11867', 'that the user has configured keep our side', () => {
    expect(field().project.text('lock.json')).toBe('{ "v": 2 }\n')
  })
  reported('rjmurillo/ai-agents#3625', 'that nobody has configured are git’s text merge', () => {
    expect(field().project.text('named.txt')).toBe('ONE\ntwo\nthree\nfour\nFIVE\n')
  })
  reported('xroche/httrack#1037', 'do not bring a deleted line back where git would not', () => {
    expect(field().project.text('gone.txt')).toBe('a\nc\nd\n')
  })
  reported('jorenham/optype#517', 'that calculate are run with the three versions', () => {
    expect(field().project.text('sum.txt')).toBe('12\n')
  })
  reported(
    'pydantic/pydantic-ai#6994',
    'that forbid a merge make a conflict, which names the file and loses no side',
    () => {
      const { project, run } = field()
      expect([run.statuses.first, run.statuses.second]).toEqual(['COMPLETED', 'CONFLICT'])
      expect(run.reasons.second).toContain('logo.svg')
      expect(project.text('logo.svg')).toBe('1\n')
      expect(project.isKept('logo.svg', '2')).toBe(true)
    },
  )
})
