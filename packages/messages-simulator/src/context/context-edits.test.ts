import type { BetaMessageParam } from '@anthropic-ai/sdk/resources/beta/messages/messages'
import { expect, it } from 'vitest'
import type { MessagesRequest } from '../http/messages-request.ts'
import { promptTokens } from '../usage/prompt-blocks.ts'
import { applyEdits } from './context-edits.ts'

type Edits = NonNullable<NonNullable<MessagesRequest['context_management']>['edits']>

const OUTPUT = 'x'.repeat(400)

/** A conversation with four calls. The model thinks before each. */
const conversation = (edits: Edits): MessagesRequest => ({
  ...{ model: 'm', max_tokens: 1, context_management: { edits } },
  messages: [
    { role: 'user', content: 'Do it.' },
    ...['1', '2', '3', '4'].flatMap((id): BetaMessageParam[] => [
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: `Thought ${id}`, signature: 's' },
          { type: 'tool_use', id, name: id === '1' ? 'read' : 'bash', input: { command: id } },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: OUTPUT }] },
    ]),
  ],
})

function edited(edits: Edits) {
  const request = conversation(edits)
  const { applied, request: seen } = applyEdits(request)
  const text = JSON.stringify(seen.messages)
  return { applied, saved: promptTokens(request) - promptTokens(seen), text, outputs: text.split(OUTPUT).length - 1 }
}

const clearTools = (more: object = {}): Edits => [
  {
    type: 'clear_tool_uses_20250919',
    trigger: { type: 'input_tokens', value: 100 },
    keep: { type: 'tool_uses', value: 1 },
    ...more,
  },
]

it('old results of tools are cleared above the trigger, and the response says how many tokens that saved', () => {
  const { applied, saved, outputs, text } = edited(clearTools())
  expect(outputs).toBe(1)
  expect(saved).toBeGreaterThan(200)
  expect(applied).toEqual([{ type: 'clear_tool_uses_20250919', cleared_input_tokens: saved, cleared_tool_uses: 3 }])
  expect(text).toContain('"command":"2"')
  expect(edited(clearTools({ clear_tool_inputs: true })).text).not.toContain('"command":"2"')
})

it('nothing is cleared below the trigger, when too little would be saved, or for a tool that is left out', () => {
  expect(edited(clearTools({ trigger: { type: 'input_tokens', value: 100_000 } }))).toMatchObject({
    applied: [],
    outputs: 4,
  })
  expect(edited([{ type: 'clear_tool_uses_20250919' }])).toMatchObject({ applied: [], outputs: 4 })
  expect(edited(clearTools({ clear_at_least: { type: 'input_tokens', value: 5000 } }))).toMatchObject({
    applied: [],
    outputs: 4,
  })
  expect(edited(clearTools({ exclude_tools: ['bash'] }))).toMatchObject({ applied: [], outputs: 4 })
  expect(edited(clearTools({ trigger: { type: 'tool_uses', value: 3 } }))).toMatchObject({ outputs: 1 })
})

it('old thinking is cleared, except of the last turns or if all is kept', () => {
  const thoughts = (edits: Edits) => edited(edits).text.match(/Thought \d/g)
  expect(thoughts([{ type: 'clear_thinking_20251015' }])).toEqual(['Thought 4'])
  expect(thoughts([{ type: 'clear_thinking_20251015', keep: { type: 'thinking_turns', value: 2 } }])).toEqual([
    'Thought 3',
    'Thought 4',
  ])
  expect(thoughts([{ type: 'clear_thinking_20251015', keep: 'all' }])).toHaveLength(4)
  const { applied, saved } = edited([{ type: 'clear_thinking_20251015' }, ...clearTools()])
  expect(applied.map(({ type }) => type)).toEqual(['clear_thinking_20251015', 'clear_tool_uses_20250919'])
  expect(applied.reduce((sum, { cleared_input_tokens }) => sum + cleared_input_tokens, 0)).toBe(saved)
})
