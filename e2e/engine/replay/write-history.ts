import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Write = (name: string, content: string | Buffer) => void

/** One entry for each commit. Together they make every kind of change that git stores: content, mode, link, binary, rename, folder and file swapped. */
const CHANGES: readonly ((folder: string, write: Write) => void)[] = [
  (_, write) => write('src/a.js', 'export const a = 1\n'),
  (_, write) => write('src/b.js', lines(40)),
  (_, write) => write('docs/guide.md', '# Guide\n\nText without a line break at its end'),
  (_, write) => write('data/picture.bin', Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 7) % 256))),
  (_, write) => write('src/b.js', lines(40).replace('line 3\n', 'line three\n')),
  (folder) => symlinkSync('../docs/guide.md', join(folder, 'src/guide')),
  (_, write) => write('run.sh', '#!/bin/sh\necho ran\n'),
  (folder) => chmodSync(join(folder, 'run.sh'), 0o755),
  (_, write) => write('ünïcode/名前 with spaces.txt', 'text\n'),
  (_, write) => write('windows.txt', 'one\r\ntwo\r\n'),
  (_, write) => write('.gitattributes', '*.bin binary\nCHANGES.md merge=union\n'),
  (_, write) => write('CHANGES.md', '- first\n'),
  (_, write) => write('CHANGES.md', '- first\n- second\n'),
  (folder) => renameSync(join(folder, 'docs'), join(folder, 'pages')),
  (_, write) => write('pages/more.md', '# More\n'),
  (folder) => renameSync(join(folder, 'src/a.js'), join(folder, 'src/A.js')),
  (folder, write) => {
    rmSync(join(folder, 'run.sh'))
    write('run.sh/index.sh', 'echo in a folder\n')
  },
  (_, write) => write('data/picture.bin', Buffer.alloc(0)),
  (folder) => rmSync(join(folder, 'windows.txt')),
  (_, write) => write('src/b.js', lines(40).replace('line 3\n', 'line three\n').replace('line 37\n', '')),
]

/** Commits the changes one after another on the branch that is checked out. @returns the number of commits */
export function writeHistory(folder: string): number {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder })
  const write: Write = (name, content) => {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  for (const [index, change] of CHANGES.entries()) {
    change(folder, write)
    git('add', '-A')
    git('commit', '-qm', `change ${index}`)
  }
  return CHANGES.length
}

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `line ${index}\n`).join('')
