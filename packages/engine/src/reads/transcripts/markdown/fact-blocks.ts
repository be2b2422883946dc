import { outputOf } from '../../../domain/session-output.ts'
import { piecesWithoutColours } from '../../../domain/text-search.ts'
import type { TranscriptFact } from '../../../domain/transcript.ts'
import type { SearchParts } from '../search-output.ts'
import { code, fenced, fenceFor, longestTicks, quoted } from './markdown-text.ts'

/** Lines that an agent printed are in one block, up to this number of characters, so that memory is bounded (R4). */
const LONGEST_BLOCK = 64 * 1024
/** The names of this number of tool calls without a result are remembered (R4). */
const MAX_OPEN_CALLS = 1000

type Parts = Pick<SearchParts, 'transcripts' | 'inTurns'>

/** Writes the facts of a session as blocks of Markdown, one after the other. */
export class FactBlocks {
  readonly #parts: Parts
  readonly #sessionId: string
  readonly #tools = new Map<string, string>()
  /** The lines of the open block of printed lines. */
  #printed: { title: string; lines: string[]; length: number } | null = null
  /** The kind of the last block, to which a piece of the same text is added. */
  #last: TranscriptFact['type'] | null = null

  constructor(parts: Parts, sessionId: string) {
    this.#parts = parts
    this.#sessionId = sessionId
  }

  async *add(fact: TranscriptFact): AsyncGenerator<string, void, undefined> {
    if (fact.type === 'Printed' && fact.overflow === undefined) {
      yield* this.#print(fact.stream, fact.text, fact.at)
      return
    }
    const output = outputOf(fact)
    if (output === null) return
    yield* this.end()
    const title = this.#titleOf(fact)
    if ('overflow' in fact && fact.overflow !== undefined) yield* this.#whole(title, fact.overflow, fact.text)
    else if (fact.type === 'ToolCalled') yield `${title}${fenced(fact.text, languageOf(fact.text))}`
    else if (fact.type === 'ToolAnswered') yield `${title}${fenced(fact.text)}`
    else yield `${this.#isContinued(fact) ? '' : title}${quoted(output.text)}`
    this.#last = fact.type
  }

  /** Ends the open block. */
  *end(): Generator<string, void, undefined> {
    if (this.#printed === null) return
    const { title, lines } = this.#printed
    this.#printed = null
    yield `${title}${fenced(lines.join('\n'))}`
  }

  *#print(stream: string, text: string, at: number): Generator<string, void, undefined> {
    const name = `**${stream}**`
    if (this.#printed && (!this.#printed.title.includes(name) || this.#printed.length > LONGEST_BLOCK))
      yield* this.end()
    this.#printed ??= { title: heading(name, at), lines: [], length: 0 }
    this.#printed.lines.push(text)
    this.#printed.length += text.length + 1
    this.#last = 'Printed'
  }

  #isContinued(fact: TranscriptFact): boolean {
    if (fact.type === 'Said') return this.#last === 'Said' && fact.continues === true
    return fact.type === 'Thought' && this.#last === 'Thought'
  }

  #titleOf(fact: TranscriptFact): string {
    switch (fact.type) {
      case 'Said':
        return heading('**Agent**', fact.at)
      case 'Thought':
        return heading('**Thought**', fact.at)
      case 'ToolCalled':
        this.#tools.set(fact.callId, fact.tool)
        if (this.#tools.size > MAX_OPEN_CALLS) this.#tools.delete(this.#tools.keys().next().value ?? '')
        return heading(`**Tool call** ${code(fact.tool)}`, fact.at)
      case 'ToolAnswered': {
        const tool = this.#tools.get(fact.callId)
        this.#tools.delete(fact.callId)
        const of = tool === undefined ? '' : ` of ${code(tool)}`
        return heading(`**${fact.isError ? 'Error' : 'Result'}**${of}`, fact.at)
      }
      case 'Printed':
        return heading(`**${fact.stream}**`, fact.at)
      default:
        return heading('**Notice**', fact.at)
    }
  }

  /** Writes a text that is in a file of its own. The file is read twice, because the length of the fence depends on the whole text. */
  async *#whole(title: string, overflow: string, shortened: string): AsyncGenerator<string, void, undefined> {
    const { transcripts, inTurns } = this.#parts
    const pieces = () => piecesWithoutColours(inTurns(transcripts.wholeText(this.#sessionId, overflow)))
    let ticks = 0
    let open = 0
    let isEmpty = true
    for await (const piece of pieces()) {
      isEmpty = false
      const leading = /^`*/.exec(piece)?.[0].length ?? 0
      ticks = Math.max(ticks, open + leading, longestTicks(piece))
      open = leading === piece.length ? open + leading : (/`*$/.exec(piece)?.[0].length ?? 0)
    }
    if (isEmpty) {
      yield `${title}${fenced(shortened)}`
      return
    }
    const fence = fenceFor(ticks)
    yield `${title}${fence}\n`
    yield* pieces()
    yield `\n${fence}\n`
  }
}

const heading = (words: string, at: number): string => `\n${words} · ${new Date(at).toISOString().slice(11, 19)}\n\n`

const languageOf = (text: string): string => (/^\s*[{[]/.test(text) ? 'json' : '')
