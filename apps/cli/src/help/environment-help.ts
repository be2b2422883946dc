import { SWITCHES } from '../settings/switches.ts'

const width = Math.max(...SWITCHES.map(({ name }) => name.length))

export const ENVIRONMENT_HELP = [
  'Environment variables:',
  '',
  ...SWITCHES.map(({ name, meaning }) => `  ${name.padEnd(width)}  ${meaning}`),
  '',
  'An option on the command line wins over its variable.',
  'What one token may have open at once is no variable: docs/client/README.md has the limits.',
].join('\n')
