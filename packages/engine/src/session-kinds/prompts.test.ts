import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MODEL_TOOLS, SHELL_TOOLS } from '../agents/task-tool-names.ts'
import { conflictPrompt } from './conflict/conflict-prompt.ts'
import { estimateTokens } from './prompt/budget/estimate-tokens.ts'
import type { ConflictPromptFacts, DeliveredTask, WorkPromptFacts } from './prompt/prompt-facts.ts'
import { refusalPrompt } from './work/refusal-prompt.ts'
import { workPrompt } from './work/work-prompt.ts'

const FACTS: WorkPromptFacts = {
  task: {
    key: 'slugify',
    description: 'Add slugify()',
    action: 'Create src/slugify.js with tests beside it.',
    epicKey: 'core',
    epicName: 'Core string functions',
    files: ['src/slugify.js'],
  },
  expertise: null,
  continues: null,
  lastFailure: null,
  clashes: [],
  verify: ['npm test'],
  hasUserInterface: false,
  instructionFiles: [],
  taskTools: MODEL_TOOLS,
  hiddenPaths: ['/home/ada/textkit'],
  templates: {},
  delivered: [],
}

const CONFLICT: ConflictPromptFacts = {
  ...FACTS,
  others: [{ key: 'charset', description: 'Add the character tables', action: null }],
  conflictFiles: ['src/index.js', 'README.md'],
}

const CHARSET: DeliveredTask = {
  key: 'charset',
  description: 'Add the character tables',
  commits: ['Add the table of letters', 'Test it'],
  files: ['src/charset.js', 'src/charset.test.js'],
}

const SECTIONS = [
  'Task ID',
  'Epic',
  'Action Required',
  'What the Dependencies Delivered',
  'Domain Expertise',
  'What Went Wrong Before',
  'Guidelines',
  'Verification',
  'When Complete',
]
const withoutFences = (prompt: string): string => prompt.replace(/^(`{3,})\n[\s\S]*?\n\1$/gm, '')
const headings = (prompt: string): string[] =>
  [...withoutFences(prompt).matchAll(/^## (.*)$/gm)].map((match) => match[1] ?? '')

describe('the prompt of a work session', () => {
  it('Q1: matches its snapshot', async () => {
    await expect(workPrompt(FACTS)).toMatchFileSnapshot('./prompt.work.snapshot.md')
  })

  it('Q1: has its sections in their order, and "What Went Wrong Before" only after a failure', () => {
    const lastFailure = { class: 'work' as const, reason: 'exit code 7', output: 'boom' }
    expect(headings(workPrompt({ ...FACTS, lastFailure, delivered: [CHARSET] }))).toEqual(SECTIONS)
    const first = ['What the Dependencies Delivered', 'What Went Wrong Before']
    expect(headings(workPrompt(FACTS))).toEqual(SECTIONS.filter((heading) => !first.includes(heading)))
  })

  it('Q1: names the tasks that change the same lines, and the files', () => {
    const clashes = [{ key: 'wrap', files: ['src/index.js', 'README.md'] }]
    for (const prompt of [workPrompt({ ...FACTS, clashes }), conflictPrompt({ ...CONFLICT, clashes })]) {
      expect(headings(prompt)).toContain('Other Tasks Change the Same Lines')
      expect(prompt).toMatch(/wrap: src\/index\.js, README\.md/)
    }
  })

  it('Q1: asks to implement the description when the task has no action', () => {
    const prompt = workPrompt({ ...FACTS, task: { ...FACTS.task, action: null } })
    expect(prompt).toContain('Implement what the description says: Add slugify()')
  })

  it('Q1: mentions a browser only when the project has a user interface', () => {
    expect(workPrompt(FACTS)).not.toMatch(/browser|playwright/i)
    expect(workPrompt({ ...FACTS, hasUserInterface: true })).toMatch(/in a browser/)
  })

  it('Q1: names no programming language that the plan does not name', () => {
    const prompt = workPrompt({ ...FACTS, task: { ...FACTS.task, action: null, files: [] }, verify: ['make check'] })
    expect(prompt).not.toMatch(/\b(?:javascript|typescript|node|npm|python|pip|pytest|java|ruby|rust|cargo|go|php)\b/i)
  })

  it('Q1: says what the dependencies delivered: summary, files and commits', () => {
    const none = { key: 'docs', description: 'Describe it', commits: [], files: [] }
    const prompt = workPrompt({ ...FACTS, delivered: [CHARSET, none] })
    expect(prompt).toContain(
      [
        '- charset: Add the character tables',
        '  - Files: src/charset.js, src/charset.test.js',
        '  - Commits: "Add the table of letters", "Test it"',
        '- docs: Describe it',
        '  - It needed no change.',
      ].join('\n'),
    )
  })

  it('Q1: names the instructions in the repository and does not copy them', () => {
    expect(workPrompt(FACTS)).not.toContain('Instructions of the repository')
    const instructionFiles = ['AGENTS.md', 'CLAUDE.md']
    for (const prompt of [
      workPrompt({ ...FACTS, instructionFiles }),
      conflictPrompt({ ...CONFLICT, instructionFiles }),
    ])
      expect(prompt).toContain('This worktree has instructions for you: `AGENTS.md`, `CLAUDE.md`')
  })

  it('Q1: cuts what is too long, the least valuable first, and says so', () => {
    const many = (count: number): DeliveredTask[] =>
      Array.from({ length: count }, (_, index) => ({ ...CHARSET, key: `task-${index}` }))
    const withoutCommits = workPrompt({ ...FACTS, delivered: many(70) })
    expect(withoutCommits).not.toContain('Commits:')
    expect(withoutCommits).toMatch(/Files: .*\n.*their commits are left out/)
    const headlines = workPrompt({ ...FACTS, delivered: many(1_000) })
    expect(headlines).not.toContain('Files:')
    expect(headlines).toMatch(/tasks left out to keep the prompt short: \d+\)\n\(their files and commits are left out/)
    const output = `${'noise\n'.repeat(10_000)}the last line`
    const failed = workPrompt({ ...FACTS, lastFailure: { class: 'work', reason: 'exit code 1', output } })
    expect(failed).toMatch(
      /```\n\[about \d+ tokens are cut here to keep the prompt short\]\nnoise[\s\S]*the last line\n```/,
    )
  })

  it('Q1: has a bounded length, whatever the plan and the record contain', () => {
    const long = 'word '.repeat(20_000)
    const files = Array.from({ length: 2_000 }, (_, index) => `src/file-${index}.js`)
    const prompt = workPrompt({
      ...FACTS,
      task: { ...FACTS.task, description: long, action: long, files },
      expertise: long,
      lastFailure: { class: 'work', reason: long, output: long },
      clashes: files.map((key) => ({ key, files: [key] })),
      verify: files,
      delivered: files.slice(0, 100).map((key) => ({ key, description: long, commits: [long], files })),
    })
    expect(estimateTokens(prompt)).toBeLessThan(45_000)
  })

  it('uses the template of the project, and leaves out the sections without a text', () => {
    const work = 'You work on {{title}}.\n\n{{action}}\n\n{{failure}}\n\n{{ verification }}\n\nHave fun.\n'
    const prompt = workPrompt({ ...FACTS, templates: { work, conflict: '{{action}}' } })
    expect(headings(prompt)).toEqual(['Action Required', 'Verification'])
    expect(prompt).toMatch(/^You work on Task: Add slugify\(\)\.\n\n## Action Required\n/)
    expect(prompt).toMatch(/js\n\n## Verification/)
    expect(prompt).toMatch(/\n\nHave fun\.\n$/)
    expect(headings(conflictPrompt({ ...CONFLICT, templates: { conflict: '{{action}}' } }))).toEqual([
      'Action Required',
    ])
  })

  it('no text of a plan is searched for placeholders', () => {
    const task = { ...FACTS.task, action: 'Print {{verification}} and $& $1.' }
    const prompt = workPrompt({ ...FACTS, task, templates: { work: '{{action}}' } })
    expect(prompt).toContain('Print {{verification}} and $& $1.')
  })

  it('S5: has the reason and the output of the last failure', () => {
    const lastFailure = { class: 'work' as const, reason: 'verify failed: npm test, exit code 1', output: 'not ok 3\n' }
    const prompt = workPrompt({ ...FACTS, lastFailure })
    expect(prompt).toContain('verify failed: npm test, exit code 1.')
    expect(prompt).toContain('```\nnot ok 3\n```')
  })

  it('R1: tells an agent that continues its conversation where its changes are', () => {
    expect(workPrompt(FACTS)).not.toContain('interrupted')
    expect(workPrompt({ ...FACTS, continues: { is: 'cut-off' } })).toContain(
      'This worktree contains your changes up to then',
    )
  })

  it('S5: an agent whose work verify refused is told why, in its own conversation; a new conversation gets its task too', () => {
    const output = `${'noise\n'.repeat(20_000)}not ok 3 in /home/ada/textkit\n`
    const lastFailure = { class: 'work' as const, reason: 'verify failed: npm test, exit code 1', output }
    const facts = { ...FACTS, lastFailure, continues: { is: 'refused', isMerging: true } as const }
    const told = refusalPrompt(facts)
    for (const part of [
      'npm test, exit code 1.',
      'not ok 3 in <repository>',
      'completes this merge',
      'COPPICE: no change',
    ])
      expect(told).toContain(part)
    expect(told).not.toContain('Create src/slugify.js')
    expect(estimateTokens(told)).toBeLessThan(7_500)
    expect(workPrompt(facts)).toMatch(
      /Create src\/slugify\.js[\s\S]*not ok 3[\s\S]*## Earlier Work\n[\s\S]*completes this merge/,
    )
    expect(refusalPrompt({ ...facts, continues: { is: 'refused', isMerging: false } })).not.toContain('this merge')
  })

  it('Q1: never names the path of the checkout, whatever an earlier attempt printed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const output = `${before}/home/ada/textkit/src/a.js${after}`
        const lastFailure = { class: 'work' as const, reason: `failed in /home/ada/textkit`, output }
        expect(workPrompt({ ...FACTS, lastFailure })).not.toContain('/home/ada/textkit')
      }),
    )
  })

  it('no title of a plan and no output of an agent adds a section', () => {
    const hostile = fc.string({ unit: fc.constantFrom('#', ' ', '\n', '`', 'a', '\r') })
    fc.assert(
      fc.property(hostile, hostile, hostile, (description, epicName, output) => {
        const lastFailure = { class: 'work' as const, reason: description, output: `x${output}` }
        const delivered = [{ ...CHARSET, description, commits: [output] }]
        const task = { ...FACTS.task, description, epicName }
        const prompt = workPrompt({ ...FACTS, task, lastFailure, delivered })
        expect(headings(prompt)).toEqual(SECTIONS)
      }),
    )
  })
})

describe('the prompt of a conflict session', () => {
  it('D4: matches its snapshot', async () => {
    await expect(conflictPrompt(CONFLICT)).toMatchFileSnapshot('./prompt.conflict.snapshot.md')
  })

  it('D4: has the intents of both sides and every conflicting file', () => {
    const prompt = conflictPrompt(CONFLICT)
    for (const part of ['slugify', 'Add slugify()', 'charset', 'Add the character tables', 'src/index.js', 'README.md'])
      expect(prompt).toContain(part)
  })

  it('D4: names a git command that shows the other side when the tasks of the other side are unknown', () => {
    expect(conflictPrompt({ ...CONFLICT, others: [] })).toContain('git log --merge')
  })
})

it('Q1: the section about the end names the tools of the agent, and without tools it asks for a last message', () => {
  const shell = workPrompt({ ...FACTS, taskTools: SHELL_TOOLS })
  expect(shell).toContain('`coppice task issue "TITLE" --details "TEXT"`')
  expect(workPrompt({ ...FACTS, taskTools: null })).toMatch(/in your last message:\n1\. The status/)
})
