import type { OutputEntry } from '@coppice/engine'
import { builder } from '../builder.ts'
import { OutputKindEnum } from './statuses.ts'

export const SessionOutputType = builder.objectRef<OutputEntry>('SessionOutput').implement({
  description:
    'One entry of the output of a session: a line of STDOUT or STDERR, or a message, a thought, a tool call or a result of the agent.',
  fields: (t) => ({
    sequence: t.exposeInt('sequence'),
    at: t.expose('at', { type: 'DateTime' }),
    kind: t.expose('kind', { type: OutputKindEnum }),
    text: t.string({
      description: 'With `longest`, at most the first so many characters.',
      args: { longest: t.arg.int() },
      resolve: ({ text }, { longest }) => startOf(text, longest ?? text.length),
    }),
    length: t.int({ description: 'The number of characters of the text.', resolve: ({ text }) => text.length }),
  }),
})

// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with a control character
const CUT = /[\uD800-\uDBFF]$|\u001b(?:\[[\d;:]*)?$/

/** Returns at most `longest` characters. Half a character or half a colour at the cut is left out. */
function startOf(text: string, longest: number): string {
  return text.length <= longest ? text : text.slice(0, Math.max(0, longest)).replace(CUT, '')
}
