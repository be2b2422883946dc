import { estimateTokens } from './estimate-tokens.ts'

/**
 * Returns a text of whole lines that fits into a budget. A line in the text says how much was cut.
 *
 * @param tokens the budget, without the line about the cut
 * @param keep which end of the text stays: for the output of a failure the last lines say the most
 */
export function fitText(text: string, tokens: number, keep: 'start' | 'end'): string {
  const size = estimateTokens(text)
  if (size <= tokens) return text
  const kept = keep === 'start' ? startOf(text, tokens) : endOf(text, tokens)
  const note = `[about ${size - estimateTokens(kept)} tokens are cut here to keep the prompt short]`
  return keep === 'start' ? `${kept}\n${note}` : `${note}\n${kept}`
}

function startOf(text: string, tokens: number): string {
  const room = longestStart(text, tokens)
  const lastBreak = room.lastIndexOf('\n')
  return lastBreak > 0 ? room.slice(0, lastBreak) : room
}

function endOf(text: string, tokens: number): string {
  const room = reversed(longestStart(reversed(text), tokens))
  const firstBreak = room.indexOf('\n')
  return firstBreak >= 0 && firstBreak < room.length - 1 ? room.slice(firstBreak + 1) : room
}

/** Returns the longest start of a text within the budget. It does not end inside of a character. */
function longestStart(text: string, tokens: number): string {
  let [fits, tooLong] = [0, text.length + 1]
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1
    if (estimateTokens(text.slice(0, middle)) <= tokens) fits = middle
    else tooLong = middle
  }
  const start = text.slice(0, fits)
  return start.isWellFormed() || !text.isWellFormed() ? start : start.slice(0, -1)
}

const reversed = (text: string): string => [...text].reverse().join('')
