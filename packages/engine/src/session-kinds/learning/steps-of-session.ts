import { hidesFailure, projectCommand } from '../../expertise/learning/commands.ts'
import type { Action } from '../../expertise/learning/observations.ts'
import { relativeCommand, relativeText } from '../../expertise/learning/relative-text.ts'
import { estimateTokens } from '../prompt/budget/estimate-tokens.ts'

/** What a line says about the project. When lines are left out, those of `look` are the first to go. */
const VALUES = { failure: 3, cure: 3, change: 2, command: 1, look: 0 } as const

const OUTPUT_LINES = 8
const OUTPUT_CHARACTERS = 600

interface Step {
  text: string
  value: number
}

/**
 * Returns the actions of an agent as lines, in their order, within a budget of tokens. If they do not all fit, the least telling ones are left
 * out, the oldest of them first, and a line says how many.
 */
export function stepsOfSession(actions: readonly Action[], worktreePath: string | null, tokens: number): string[] {
  const steps = stepsOf(actions, worktreePath)
  const ranked = steps
    .map((step, index) => ({ ...step, index }))
    .toSorted((a, b) => b.value - a.value || b.index - a.index)
  const kept = new Set<number>()
  let used = 0
  for (const { text, index } of ranked) {
    used += estimateTokens(`${text}\n`)
    if (used > tokens) break
    kept.add(index)
  }
  const left = steps.length - kept.size
  const lines = steps.filter((_, index) => kept.has(index)).map(({ text }) => text)
  return left === 0 ? lines : [`(steps that say less are left out to keep the prompt short: ${left})`, ...lines]
}

function stepsOf(actions: readonly Action[], worktreePath: string | null): Step[] {
  const failing = new Set<string>()
  const seen = new Set<string>()
  return actions.flatMap((action): Step[] => {
    if (action.is === 'unseen') return []
    if (action.is !== 'ran') {
      const text = `${action.is} ${relative(action.path, worktreePath)}`
      // A file that is read or changed again says nothing new.
      if (seen.has(text)) return []
      seen.add(text)
      return [{ text, value: action.is === 'changed' ? VALUES.change : VALUES.look }]
    }
    const { failed } = action
    const command = relativeCommand(action.command, worktreePath)
    const output = relativeText(action.output, worktreePath)
    const known = projectCommand(action.command, worktreePath)
    if (failed) {
      if (known !== null) failing.add(known)
      return [{ text: [`ran \`${command}\`: it FAILED`, ...endOf(output)].join('\n'), value: VALUES.failure }]
    }
    if (known !== null && hidesFailure(command))
      return [{ text: `ran \`${command}\`: the command hides whether it succeeded`, value: VALUES.command }]
    const isCure = known !== null && failing.delete(known)
    const value = isCure ? VALUES.cure : known === null ? VALUES.look : VALUES.command
    return [{ text: `ran \`${command}\`: it succeeded${isCure ? ', after it had failed' : ''}`, value }]
  })
}

/** Returns the last lines of an output, indented. The last lines of a failure say the most. */
const endOf = (output: string): string[] =>
  output
    .slice(-OUTPUT_CHARACTERS)
    .toWellFormed()
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-OUTPUT_LINES)
    .map((line) => `    ${line.trimEnd()}`)

const relative = (path: string, worktreePath: string | null): string =>
  worktreePath !== null && path.startsWith(`${worktreePath}/`) ? path.slice(worktreePath.length + 1) : path
