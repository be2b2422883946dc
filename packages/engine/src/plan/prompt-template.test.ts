import { expect, test } from 'vitest'
import { PROMPT_PLACEHOLDERS } from '../domain/prompt-template.ts'
import { parsePlan } from './parse-plan.ts'

const plan = (prompt: object) =>
  JSON.stringify({
    prompt,
    defaults: { agent: 'command', run: 'true' },
    epics: [{ key: 'core', tasks: [{ key: 'slugify', description: 'Add slugify()' }] }],
  })

const problems = (prompt: object): string[] => {
  const parsed = parsePlan(plan(prompt))
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`)
}

test('a plan may replace the prompts by templates', () => {
  const prompt = { work: '# {{title}}\n\n{{action}}\n{{ verification }}', conflict: '{{action}} {{intents}}' }
  expect(parsePlan(plan(prompt))).toMatchObject({ ok: true, plan: { settings: { prompt } } })
  for (const kind of ['work', 'conflict'] as const)
    expect(problems({ [kind]: PROMPT_PLACEHOLDERS[kind].map((name) => `{{${name}}}`).join('\n') })).toEqual([])
})

test('P1: an unknown placeholder is refused with its name and the known names', () => {
  expect(problems({ work: '{{action}} {{verfication}} {{ intents }} {{Action}} {{}}' })).toEqual([
    expect.stringMatching(
      /^prompt\.work: unknown placeholder "\{\{verfication\}\}"; did you mean "\{\{verification\}\}"\? the known placeholders here are \{\{title\}\}, .*\{\{completion\}\}$/,
    ),
    expect.stringMatching(/unknown placeholder "\{\{intents\}\}"; the known placeholders/),
    expect.stringMatching(/unknown placeholder "\{\{Action\}\}"; did you mean "\{\{action\}\}"/),
    expect.stringMatching(/unknown placeholder "\{\{\}\}"/),
  ])
})

test('P1: a template that never says what to do is refused', () => {
  expect(problems({ work: 'Do your best on {{title}}.' })).toEqual([
    'prompt.work: the template has no {{action}}, so its prompt would not say what to do. Add {{action}}',
  ])
})
