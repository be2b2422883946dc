/** The files at the root of a repository that agents look for. A prompt names those that exist. It does not copy them. */
export const INSTRUCTION_FILES = [
  'AGENTS.md',
  'CLAUDE.md',
  'GEMINI.md',
  '.github/copilot-instructions.md',
  'CONTRIBUTING.md',
] as const
