import { EXIT_CODE_MEANINGS } from '../exit-codes.ts'

export const EXIT_CODES_HELP = [
  'Exit codes of coppice run (the other commands use 0, 1 and 2; logs --follow 8 too):',
  '',
  ...EXIT_CODE_MEANINGS.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`),
].join('\n')
