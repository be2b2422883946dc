import type { Random } from './random.ts'

export interface TreeFile {
  mode: '100644' | '100755' | '120000'
  content: string
}

/** The files of a commit by path. */
export type Tree = ReadonlyMap<string, TreeFile>

const PATHS = [
  'a.txt',
  'b.txt',
  'c.dat',
  'docs/a.txt',
  'docs/b.txt',
  'docs/deep/c.txt',
  'src/a.txt',
  'src/b.dat',
  'log',
]
const FOLDERS = ['docs', 'src', 'docs/deep', 'new', 'new/deep']
const ATTRIBUTE_FILES = ['.gitattributes', 'docs/.gitattributes', 'docs/deep/.gitattributes', 'src/.gitattributes']
const ATTRIBUTES = [
  '*.txt merge=union',
  'log merge=union',
  '*.dat binary',
  '*.txt -merge',
  'a.txt merge=text',
  '* merge=append',
  'b.txt merge=ours',
  '*.dat merge=fails',
  'c.* merge=gone',
  'a.txt merge=unknown',
  '*.txt text',
  '*.txt text eol=crlf',
  '* text=auto',
  '*.txt -text',
  '*.txt conflict-marker-size=12',
  '[attr]together merge=union',
  'log together',
]
const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']

export function firstTree(random: Random): Tree {
  const tree = new Map<string, TreeFile>()
  for (const path of PATHS)
    if (random.chance(0.8)) tree.set(path, { mode: '100644', content: newContent(random, path) })
  if (random.chance(0.6)) tree.set(random.pick(ATTRIBUTE_FILES), attributes(random))
  return tree
}

/** Returns a tree with some random changes, as a commit would make. */
export function changedTree(random: Random, before: Tree): Tree {
  const tree = new Map(before)
  for (let left = 1 + random.int(3); left > 0; left--) random.pick(CHANGES)(random, tree)
  return tree
}

type Change = (random: Random, tree: Map<string, TreeFile>) => void

const edit: Change = (random, tree) => {
  const path = somePath(random, tree)
  const file = path === null ? undefined : tree.get(path)
  if (path === null || !file || file.mode === '120000') return
  tree.set(path, { ...file, content: editedContent(random, file.content) })
}

const add: Change = (random, tree) => {
  const path = random.chance(0.5)
    ? random.pick(PATHS)
    : `${random.pick(FOLDERS)}/${random.pick(['n.txt', 'm.dat', 'a.txt'])}`
  put(tree, path, { mode: '100644', content: newContent(random, path) })
}

const remove: Change = (random, tree) => {
  const path = somePath(random, tree)
  if (path !== null && tree.size > 1) tree.delete(path)
}

const rename: Change = (random, tree) => {
  const path = somePath(random, tree)
  const file = path === null ? undefined : tree.get(path)
  if (path === null || !file) return
  tree.delete(path)
  const name = path.slice(path.lastIndexOf('/') + 1)
  const to = random.chance(0.5) ? `${random.pick(FOLDERS)}/${name}` : `${path}.${random.pick(['moved', 'old'])}`
  put(
    tree,
    to,
    file.mode !== '120000' && random.chance(0.5) ? { ...file, content: editedContent(random, file.content) } : file,
  )
}

const renameFolder: Change = (random, tree) => {
  const [from, to] = [random.pick(FOLDERS), random.pick(FOLDERS)]
  if (to.startsWith(from) || from.startsWith(to)) return
  for (const [path, file] of [...tree]) {
    if (!path.startsWith(`${from}/`)) continue
    tree.delete(path)
    put(tree, to + path.slice(from.length), file)
  }
}

const changeMode: Change = (random, tree) => {
  const path = somePath(random, tree)
  const file = path === null ? undefined : tree.get(path)
  if (path === null || !file) return
  if (random.chance(0.3)) tree.set(path, { mode: '120000', content: random.pick(PATHS) })
  else if (file.mode !== '120000') tree.set(path, { ...file, mode: file.mode === '100644' ? '100755' : '100644' })
}

const fileToFolder: Change = (random, tree) => {
  const path = somePath(random, tree)
  const file = path === null ? undefined : tree.get(path)
  if (path === null || !file) return
  tree.delete(path)
  put(tree, `${path}/inner.txt`, file)
}

const changeAttributes: Change = (random, tree) => {
  const path = random.pick(ATTRIBUTE_FILES)
  if (random.chance(0.2)) tree.delete(path)
  else put(tree, path, attributes(random))
}

const CHANGES: readonly Change[] = [
  edit,
  edit,
  edit,
  edit,
  add,
  remove,
  rename,
  rename,
  renameFolder,
  changeMode,
  fileToFolder,
  changeAttributes,
]

/** Adds a file. It removes files whose paths the new file makes impossible: a path cannot be both a file and a folder. */
function put(tree: Map<string, TreeFile>, path: string, file: TreeFile): void {
  for (const other of [...tree.keys()])
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) tree.delete(other)
  tree.set(path, file)
}

/** @returns null when there are no files except attributes files */
function somePath(random: Random, tree: Tree): string | null {
  const paths = [...tree.keys()].filter((path) => !path.endsWith('.gitattributes'))
  return paths.length === 0 ? null : random.pick(paths)
}

function attributes(random: Random): TreeFile {
  const lines = Array.from({ length: 1 + random.int(3) }, () => `${random.pick(ATTRIBUTES)}\n`)
  return { mode: '100644', content: lines.join('') }
}

function newContent(random: Random, path: string): string {
  if (path.endsWith('.dat') && random.chance(0.5)) return `\0${random.int(3)}\0binary\n`
  const ending = random.chance(0.2) ? '\r\n' : '\n'
  const lines = Array.from({ length: 3 + random.int(10) }, (_, index) => `${random.pick(WORDS)} ${index}`)
  return lines.join(ending) + (random.chance(0.9) ? ending : '')
}

function editedContent(random: Random, content: string): string {
  if (random.chance(0.05))
    return content.includes('\r\n') ? content.replaceAll('\r\n', '\n') : content.replaceAll('\n', '\r\n')
  const lines = content.split('\n')
  const at = random.chance(0.4) ? lines.length - 1 : random.int(lines.length)
  lines.splice(at, random.pick([0, 1, 1, 2]), ...Array.from({ length: random.int(3) }, () => random.pick(WORDS)))
  return lines.join('\n')
}
