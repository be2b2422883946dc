import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conflictPrompt } from './conflict/conflict-prompt.ts'
import type { ConflictPromptFacts, PromptFacts } from './prompt/prompt-facts.ts'
import { workPrompt } from './work/work-prompt.ts'

const FACTS: PromptFacts = {
  task: {
    key: 'slugify',
    description: 'Add slugify()',
    action: 'Create src/slugify.js with tests beside it.',
    epicKey: 'core',
    epicName: 'Core string functions',
    files: ['src/slugify.js'],
  },
  expertise: null,
  isContinued: false,
  lastFailure: null,
  clashes: [],
  verify: ['npm test'],
  hasUserInterface: false,
  hiddenPaths: ['/home/ada/textkit'],
}

const CONFLICT: ConflictPromptFacts = {
  ...FACTS,
  others: [{ key: 'charset', description: 'Add the character tables', action: null }],
  conflictFiles: ['src/index.js', 'README.md'],
}

const SECTIONS = [
  'Task ID',
  'Epic',
  'Action Required',
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
    expect(headings(workPrompt(FACTS))).toEqual(SECTIONS.filter((heading) => heading !== 'What Went Wrong Before'))
    const lastFailure = { class: 'work' as const, reason: 'exit code 7', output: 'boom' }
    expect(headings(workPrompt({ ...FACTS, lastFailure }))).toEqual(SECTIONS)
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

  it('S5: has the reason and the output of the last failure', () => {
    const lastFailure = { class: 'work' as const, reason: 'verify failed: npm test, exit code 1', output: 'not ok 3\n' }
    const prompt = workPrompt({ ...FACTS, lastFailure })
    expect(prompt).toContain('verify failed: npm test, exit code 1.')
    expect(prompt).toContain('```\nnot ok 3\n```')
  })

  it('R1: tells an agent that continues its conversation where its changes are', () => {
    expect(workPrompt(FACTS)).not.toContain('interrupted')
    expect(workPrompt({ ...FACTS, isContinued: true })).toContain('This worktree contains your changes up to then')
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
        const prompt = workPrompt({ ...FACTS, task: { ...FACTS.task, description, epicName }, lastFailure })
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
