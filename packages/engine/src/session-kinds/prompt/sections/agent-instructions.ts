import type { PromptFacts } from '../prompt-facts.ts'

/** Returns the guideline about the instructions in the repository. It is empty when the repository has none. */
export function agentInstructions({ instructionFiles }: PromptFacts): string[] {
  if (instructionFiles.length === 0) return []
  const names = instructionFiles.map((path) => `\`${path}\``).join(', ')
  return [
    `**Instructions of the repository**: This worktree has instructions for you: ${names}. Read them first and follow them. If they contradict this prompt, follow this prompt.`,
  ]
}
