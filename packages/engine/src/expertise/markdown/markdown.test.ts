import { readFileSync } from 'node:fs'
import { fencedBlocks } from '@coppice/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ENTRY_KINDS } from '../../domain/expertise.ts'
import { TASK_DOMAINS } from '../../domain/task-domains.ts'
import { anEntry } from '../testing/an-entry.ts'
import { addEntries } from './add-entries.ts'
import { readMarkdown } from './read-markdown.ts'
import { writeMarkdown } from './write-markdown.ts'

const words = fc.array(fc.constantFrom('npm', '`a`', '**b**', '- c', '# d', '数据'), { minLength: 1, maxLength: 6 })
const text = fc
  .array(words, { minLength: 1, maxLength: 3 })
  .map((lines) => lines.map((line) => line.join(' ')).join('\n'))
const PATHS = [
  'src/a.ts',
  'b c.md',
  'x--y/a--b.ts',
  'a, b.ts',
  'a,b.ts',
  'c; pinned',
  '"q".md',
  'a --> b',
  ' d ',
  'e\nf',
]
const read = fc.record({
  domain: fc.constantFrom(...TASK_DOMAINS),
  kind: fc.constantFrom(...ENTRY_KINDS),
  text,
  pinned: fc.boolean(),
  paths: fc.array(fc.constantFrom(...PATHS)),
})
const parts = () => {
  let ids = 0
  return { projectId: 'p', at: 9, newId: () => `new-${++ids}` }
}

const NO_ENTRY =
  'this is no entry. Begin one with "- **convention** …", or indent the line by two spaces if it continues the entry above'
const DOCS = new URL('../../../../../docs/expertise.md', import.meta.url)

describe('Markdown of expertise', () => {
  it('can be written as docs/expertise.md shows it', () => {
    const blocks = fencedBlocks('docs/expertise.md', readFileSync(DOCS, 'utf8'))
    const source = blocks.find(({ language }) => language === 'markdown')?.text ?? ''
    expect(readMarkdown(source)).toMatchObject({
      entries: [{ domain: 'testing', pinned: true, paths: ['package.json'] }],
      problems: [],
    })
  })

  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(read), (entries) => {
        const sorted = TASK_DOMAINS.flatMap((domain) => entries.filter((one) => one.domain === domain))
        const source = writeMarkdown(
          'textkit',
          sorted.map((one) => anEntry(one)),
        )
        expect(readMarkdown(source)).toEqual({ entries: sorted, problems: [] })
      }),
    )
  })

  it('reads the files of older versions, which quote no path', () => {
    const source = '## api\n- **file** a\n  <!-- files: src/a,b.ts, "q".md, c.ts; pinned -->\n'
    expect(readMarkdown(source).entries).toMatchObject([{ paths: ['src/a,b.ts', '"q".md', 'c.ts'], pinned: true }])
  })

  it('says where an entry comes from', () => {
    const evidence = [{ sessionId: 's', session: 4, taskKey: 'slugify', commit: null, at: 0 }]
    expect(writeMarkdown('textkit', [anEntry({ text: 'a', evidence, pinned: true })])).toBe(
      '# Expertise of textkit\n\n## testing\n\n- **command** a\n  <!-- pinned; from: session 4, task slugify -->\n',
    )
  })

  it('reports every mistake with its line', () => {
    const source = '- **cure** x\n\n## ml\n\n## api\n\n- **trick** y\n- **cure** `.`\n- no entry\n'
    expect(readMarkdown(source).problems).toEqual([
      { line: 1, message: 'the entry is in no domain. Put it below "## general"' },
      { line: 3, message: `there is no domain ml. Use ${TASK_DOMAINS.join(', ')}` },
      { line: 7, message: 'there is no kind trick. Use file, command, cure, convention' },
      { line: 8, message: 'the text is empty. Write what agents should know' },
      { line: 9, message: NO_ENTRY },
    ])
  })

  it('reads entries as people write them: other bullets, a colon, and other spaces before further lines', () => {
    const items = ['* **cure** a', '+ **Convention:** b', '- **FILE**: c', '\tmore', ' and more', ' - **command** d']
    expect(readMarkdown(`\uFEFF## api\n\n${items.join('\n')}\n<!-- pinned -->\n   \n`)).toMatchObject({
      entries: [
        { kind: 'CURE', text: 'a' },
        { kind: 'CONVENTION', text: 'b' },
        { kind: 'FILE', text: 'c\nmore\nand more', pinned: false },
        { kind: 'COMMAND', text: 'd', pinned: true },
      ],
      problems: [],
    })
  })

  it('loses no line below a domain without saying so, and says it once', () => {
    const source =
      '# Title\n- any list\n## api\n  indented\n<!-- a comment -->\n- Use tabs\n  always\n- **cure** a\nb\n### more\n# End\nc\n'
    const { entries, problems } = readMarkdown(source)
    expect(entries).toMatchObject([{ text: 'a' }])
    expect(problems).toEqual([4, 6, 9, 10].map((line) => ({ line, message: NO_ENTRY })))
  })

  it('puts no entry into the domain before when a heading is no domain', () => {
    const { entries, problems } = readMarkdown('## api\n\n## Frontend and pages\n\n- **cure** a\n- Use tabs\n')
    expect(entries).toEqual([])
    expect(problems).toEqual([
      { line: 3, message: `there is no domain Frontend and pages. Use ${TASK_DOMAINS.join(', ')}` },
    ])
  })

  it('reports each entry above the first domain', () => {
    expect(readMarkdown('- **cure** a\n- **cure** b\n').problems.map(({ line }) => line)).toEqual([1, 2])
  })

  it('adds what the project does not have, and changes what it has', () => {
    const known = anEntry({ id: 'a', text: '`npm test` works.', uses: 3, doubts: 9 })
    const edited = anEntry({ id: 'b', text: 'new words', firstKey: 'old words', deletedAt: 5 })
    const entry = (name: string) => ({ domain: 'testing', kind: 'CURE', text: name, pinned: true, paths: [] }) as const
    const change = addEntries([known, edited], ['npm test works', 'New words', 'third', 'Third'].map(entry), parts())
    expect(change).toMatchObject({ added: 1, remove: [] })
    expect(change.put.map(({ doubts }) => doubts)).toEqual([0, 0, 0])
    expect(change.put.map(({ id, uses, deletedAt, pinned, origin }) => [id, uses, deletedAt, pinned, origin])).toEqual([
      ['a', 3, null, true, 'LEARNED'],
      ['b', 0, null, true, 'LEARNED'],
      ['new-1', 0, null, true, 'PERSON'],
    ])
  })

  it('an older file does not revert what a person has corrected since, and says so', () => {
    const corrected = anEntry({ id: 'a', text: 'new words', firstKey: 'old words', origin: 'PERSON', pinned: true })
    const deleted = anEntry({ id: 'b', text: 'other words', firstKey: 'gone words', deletedAt: 5 })
    const entry = (name: string) => ({ domain: 'testing', kind: 'CURE', text: name, pinned: false, paths: [] }) as const
    const change = addEntries([corrected, deleted], [entry('Old words'), entry('Gone words')], parts())
    expect(change).toMatchObject({ added: 0, changed: 1, kept: 1, dropped: 0, remove: [] })
    expect(change.put).toMatchObject([{ id: 'b', text: 'Gone words', deletedAt: null }])
    const both = addEntries([corrected], [entry('old words'), entry('New words.')], parts())
    expect(both).toMatchObject({ added: 0, changed: 1, kept: 1 })
    expect(both.put).toMatchObject([{ id: 'a', text: 'New words.', pinned: false }])
  })

  it('finds an entry by its text before it finds another by its first text, and a live one before a deleted one', () => {
    const entries = [
      anEntry({ id: 'own', text: 'words' }),
      anEntry({ id: 'edited', text: 'other', firstKey: 'words', origin: 'PERSON' }),
      anEntry({ id: 'deleted', text: 'words', deletedAt: 5 }),
    ]
    const read = [{ domain: 'testing', kind: 'CURE', text: 'Words', pinned: false, paths: [] }] as const
    for (const order of [entries, entries.toReversed()])
      expect(addEntries(order, read, parts()).put.map(({ id }) => id)).toEqual(['own'])
  })

  it('E2: entries that a person imports displace those that sessions showed, and the counts are those of what stays', () => {
    const own = Array.from({ length: 990 }, (_, index) =>
      anEntry({ id: `own-${index}`, text: `own ${index}`, found: 3 }),
    )
    const read = Array.from({ length: 50 }, (_, index) => ({
      ...{
        domain: 'testing',
        kind: 'FILE',
        text: index < 5 ? `own ${index}` : `new ${index}`,
        pinned: false,
        paths: [],
      },
    })) as Parameters<typeof addEntries>[1]
    const change = addEntries(own, read, parts())
    expect(change).toMatchObject({ added: 45, changed: 5, dropped: 0 })
    expect(change.put).toHaveLength(50)
    expect(change.remove).toHaveLength(35)
  })

  it('E2: known lessons of a file displace no entry that a person wrote', () => {
    const learned = Array.from({ length: 999 }, (_, index) => anEntry({ id: `${index}`, text: `learned ${index}` }))
    const written = anEntry({ id: 'written', text: 'written', origin: 'PERSON', found: 0 })
    const read = [...learned, { text: 'new' }].map(({ text }) => ({
      ...{ domain: 'testing', kind: 'COMMAND', text, pinned: false, paths: [] },
    })) as Parameters<typeof addEntries>[1]
    const change = addEntries([...learned, written], read, parts())
    expect(change).toMatchObject({ added: 1, changed: 998, dropped: 1 })
    expect(change.remove).toHaveLength(1)
    expect(change.remove).not.toContain('written')
  })

  it('E2: keeps the limit of a domain', () => {
    const many = Array.from({ length: 1_005 }, (_, index) => ({
      ...{ domain: 'api', kind: 'FILE', text: `entry ${index}`, pinned: false, paths: [] },
    })) as Parameters<typeof addEntries>[1]
    const change = addEntries([anEntry({ id: 'useful', domain: 'api', uses: 1 })], many, parts())
    expect(change).toMatchObject({ added: 1_000, changed: 0, dropped: 5, remove: ['useful'] })
    expect(change.put).toHaveLength(1_000)
  })
})
