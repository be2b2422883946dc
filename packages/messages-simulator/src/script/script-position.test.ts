import type { BetaContentBlockParam, BetaMessageParam } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { expect, it } from 'vitest'
import type { MessagesRequest } from '../http/messages-request.ts'
import { type ScriptInput, scriptSchema } from './script.ts'
import { callId, findByCall, findMarked, positionOf } from './script-position.ts'

const SCRIPT: ScriptInput = {
  steps: [{ text: 'I write.', calls: [{ tool: 'write' }] }, { text: 'Half way.' }, { text: 'Done.' }],
}

const user = (content: string | BetaContentBlockParam[]): BetaMessageParam => ({ role: 'user', content })
const assistant = (...content: BetaContentBlockParam[]): BetaMessageParam => ({ role: 'assistant', content })
const text = (said: string): BetaContentBlockParam => ({ type: 'text', text: said })
const call = (id = 'toolu_1'): BetaContentBlockParam => ({ type: 'tool_use', id, name: 'write', input: {} })
const result = (content = 'ok'): BetaContentBlockParam => ({ type: 'tool_result', tool_use_id: 'toolu_1', content })

function positionAfter(messages: BetaMessageParam[], script = SCRIPT, system?: MessagesRequest['system']) {
  const marked = findMarked({ model: 'm', max_tokens: 1, messages, system })
  if (!marked) return null
  const { step, turn, begun } = positionOf(scriptSchema.parse(script), marked)
  return { key: marked.key, turn, text: step.text, begun }
}

const PROMPT = user('[[script:a]] Do it.')

it('the conversation alone says which step is next: each whole reply counts, and the last step is repeated', () => {
  const first = [PROMPT, assistant(text('I write.'), call()), user([result()])]
  const second = [...first, assistant(text('Half way.')), user('And now?')]
  const third = [...second, assistant(text('Done.')), user('Anything else?')]
  expect(
    [[PROMPT], first, second, third, [...third, assistant(text('Done.')), user('Really?')]].map((m) =>
      positionAfter(m),
    ),
  ).toEqual([
    { key: 'a', turn: 1, text: 'I write.', begun: '' },
    { key: 'a', turn: 2, text: 'Half way.', begun: '' },
    { key: 'a', turn: 3, text: 'Done.', begun: '' },
    { key: 'a', turn: 4, text: 'Done.', begun: '' },
    { key: 'a', turn: 5, text: 'Done.', begun: '' },
  ])
})

it('a reply that was cut off is repeated, and one that was paused is continued', () => {
  const cutCall = [PROMPT, assistant(text('I write.'), call('toolu_cut_1')), user([result()])]
  expect(positionAfter(cutCall)).toMatchObject({ turn: 1 })
  const cutText = [PROMPT, assistant(call()), user([result()]), assistant(text('Half')), user('Please continue.')]
  expect(positionAfter(cutText)).toMatchObject({ turn: 2, begun: '' })
  expect(positionAfter(cutText.slice(0, -1))).toMatchObject({ turn: 2, begun: 'Half' })
  // A client keeps the two parts of a paused reply as two messages.
  const continued = [...cutText.slice(0, -1), assistant(text(' way.')), user('And now?')]
  expect(positionAfter(continued)).toMatchObject({ turn: 3 })
})

it('messages of the system between turns change nothing', () => {
  const reminder: BetaMessageParam = { role: 'system', content: 'Mind the time.' }
  expect(positionAfter([PROMPT, reminder, assistant(call()), user([result()]), reminder])).toMatchObject({ turn: 2 })
})

it('a later prompt names another script, and the result of a tool names none', () => {
  const later = [
    PROMPT,
    assistant(call()),
    user([result('[[script:other]]')]),
    assistant(text('Half way.')),
    user('[[script:b]] Now this.'),
  ]
  expect(positionAfter(later)).toMatchObject({ key: 'b', turn: 1 })
  expect(positionAfter(later.slice(0, 3))).toMatchObject({ key: 'a', turn: 2 })
  expect(positionAfter([user('Do it.')])).toBeNull()
})

it('the summary of a compaction continues the script, also when the reply has more than the summary', () => {
  const summary = { type: 'compaction' as const, content: '[[script:a@1]] Summary of [[script:a]]' }
  expect(positionAfter([assistant(summary)])).toMatchObject({ key: 'a', turn: 2 })
  expect(positionAfter([assistant(summary, text('Half way.')), user('And now?')])).toMatchObject({ turn: 3 })
  const asText = [user('What did we do?'), assistant(text(summary.content)), user('Continue.')]
  expect(positionAfter(asText)).toMatchObject({ key: 'a', turn: 2 })
  expect(positionAfter([PROMPT, assistant(text('I say [[script:b]].')), user('Well?')])).toMatchObject({ key: 'a' })
})

it('a conversation whose prompt was dropped continues by the id of its last call', () => {
  const dropped = [user('[earlier conversation truncated]'), assistant(call(callId('a-b', 1, '0f'))), user([result()])]
  const request: MessagesRequest = { model: 'm', max_tokens: 1, messages: dropped }
  expect(findMarked(request)).toBeNull()
  expect(findByCall(request)).toMatchObject({ key: 'a-b', stepsBefore: 1, since: dropped.slice(2) })
  expect(findByCall({ ...request, messages: [user('Do it.'), assistant(call('toolu_01Abc'))] })).toBeNull()
})

it('a hint in the prompt, or in the system prompt, chooses steps', () => {
  const script: ScriptInput = {
    steps: [
      { text: 'I guess.', unlessPromptHas: 'use pnpm' },
      { text: 'I know.', onlyIfPromptHas: 'use pnpm' },
      { text: 'Done.' },
    ],
  }
  expect(positionAfter([PROMPT], script)).toMatchObject({ text: 'I guess.' })
  expect(positionAfter([user('[[script:a]] Do it. Hint: use pnpm.')], script)).toMatchObject({ text: 'I know.' })
  expect(positionAfter([PROMPT], script, 'Always use pnpm.')).toMatchObject({ text: 'I know.' })
})

it('a hint in a later message of the same conversation chooses steps too, from the first one on', () => {
  const script: ScriptInput = {
    steps: [
      { text: 'I write.', calls: [{ tool: 'write' }], unlessPromptHas: 'refused' },
      { text: 'Done.', unlessPromptHas: 'refused' },
      { text: 'I correct.', calls: [{ tool: 'write' }], onlyIfPromptHas: 'refused' },
      { text: 'Corrected.', onlyIfPromptHas: 'refused' },
    ],
  }
  const done = [PROMPT, assistant(text('I write.'), call()), user([result('refused')]), assistant(text('Done.'))]
  expect(positionAfter([...done, user('Really?')], script)).toMatchObject({ turn: 3, text: 'Done.' })
  const refused = [...done, user('Your work was refused.')]
  expect(positionAfter(refused, script)).toMatchObject({ turn: 1, text: 'I correct.' })
  const corrected = [...refused, assistant(text('I correct.'), call()), user([result()])]
  expect(positionAfter(corrected, script)).toMatchObject({ turn: 2, text: 'Corrected.' })
  const both: ScriptInput = {
    steps: [
      { text: 'Neither.', unlessPromptHas: 'refused' },
      { text: 'I know both.', onlyIfPromptHas: 'refused' },
      { text: 'I forget.', onlyIfPromptHas: 'a hint' },
    ],
  }
  const hinted = [...refused, assistant(text('I know both.')), user('Here is a hint.')]
  expect(positionAfter(hinted, both)).toMatchObject({ turn: 1, text: 'I know both.' })
})

it('a script without a step for the prompt is an error that says so', () => {
  expect(() => positionAfter([PROMPT], { steps: [{ text: 'Yes.', onlyIfPromptHas: 'a hint' }] })).toThrow(
    'no step of the script fits',
  )
})
