import { Command, Option } from 'commander'
import type { Exit } from '../exit.ts'
import type { Io } from '../io.ts'
import { TOKEN_ROLES, type TokenRole } from './access-token.ts'

const EXAMPLES = `
Examples:
  coppice token create ci --role operator --expires 90d
  COPPICE_TOKEN=$(coppice token create dashboard)
  coppice token list
  coppice token revoke ci

Roles: a viewer reads; an operator also starts, cancels, pauses and retries; an admin also creates
projects, imports plans and creates tokens. Exit codes: 0 done, 1 no server runs, 2 refused`

const CREATE_EXAMPLES = `
Examples:
  coppice token create ci --role operator --expires 90d
  coppice token create dashboard | pass insert -m coppice/dashboard

Only the token goes to stdout. It is shown only this once.`

const LIST_EXAMPLES = `
Examples:
  coppice token list
  coppice token list --all --json | jq '.tokens[].name'`

const REVOKE_EXAMPLES = `
Examples:
  coppice token revoke ci

The token's sockets, streams and console sessions end within two seconds.`

export const tokenCommand = (io: Io, exit: Exit): Command =>
  new Command('token')
    .description('create, list and revoke access tokens')
    .addCommand(createCommand(io, exit))
    .addCommand(listCommand(io, exit))
    .addCommand(revokeCommand(io, exit))
    .addHelpText('after', EXAMPLES)

const createCommand = (io: Io, exit: Exit): Command =>
  new Command('create')
    .description('create a token and print it; it is not shown again')
    .argument('<name>', 'a name that says what the token is for')
    .addOption(new Option('--role <role>', 'what the token allows').choices(TOKEN_ROLES).default('viewer'))
    .option('--expires <when>', 'days (30d), hours (12h) or a date (2027-01-31) (default: never)')
    .option('--json', 'one JSON document (default: the token alone)')
    .addHelpText('after', CREATE_EXAMPLES)
    .action(async (name: string, options: { role: TokenRole; expires?: string; json?: boolean }) => {
      const { createToken } = await import('./create-token.ts')
      exit(await createToken(io, name, options))
    })

const listCommand = (io: Io, exit: Exit): Command =>
  new Command('list')
    .description('show the tokens, newest first')
    .option('--all', 'include revoked and expired tokens')
    .option('--json', 'one JSON document (default: text)')
    .addHelpText('after', LIST_EXAMPLES)
    .action(async (options: { all?: boolean; json?: boolean }) => {
      const { listTokens } = await import('./list-tokens.ts')
      exit(await listTokens(io, options))
    })

const revokeCommand = (io: Io, exit: Exit): Command =>
  new Command('revoke')
    .description('revoke a token and end its connections')
    .argument('<token>', 'name or id of the token')
    .option('--json', 'one JSON document (default: text)')
    .addHelpText('after', REVOKE_EXAMPLES)
    .action(async (token: string, options: { json?: boolean }) => {
      const { revokeToken } = await import('./revoke-token.ts')
      exit(await revokeToken(io, token, options))
    })
