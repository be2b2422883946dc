import { SWITCHES } from '../settings/switches.ts'

const width = Math.max(...SWITCHES.map(({ name }) => name.length))

export const ENVIRONMENT_HELP = [
  'Environment variables:',
  '',
  ...SWITCHES.map(({ name, meaning }) => `  ${name.padEnd(width)}  ${meaning}`),
  '',
  'An option on the command line overrides its variable.',
  'The limits that apply to each access token cannot be changed. docs/client/README.md lists them.',
].join('\n')
