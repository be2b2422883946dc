import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { requireServer } from '../client/require-server.ts'
import { CommandError } from '../command-error.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { ACCESS_TOKEN, type AccessToken, accessTokensOf, stateOf } from './access-token.ts'

interface Answer {
  revokeAccessToken: { __typename: 'RevokeAccessTokenSuccess'; accessToken: AccessToken } | Refusal
}

const REVOKE = `mutation RevokeToken($input: RevokeAccessTokenInput!) {
  revokeAccessToken(input: $input) {
    __typename ... on RevokeAccessTokenSuccess { accessToken { ${ACCESS_TOKEN} } } ${REFUSAL}
  }
}`

const CHOSEN = 'COPPICE_ADMIN_TOKEN'
/** The name of the token that browsers get when they sign in with a link. */
const MACHINE = 'this machine'

export async function revokeToken(io: Io, wanted: string, { json = false }: { json?: boolean }): Promise<ExitCode> {
  const { api } = await requireServer()
  const tokens = await accessTokensOf(api)
  const { id } = tokenNamed(tokens, wanted)
  const { revokeAccessToken: revoked } = await api.request<Answer>(REVOKE, { input: { accessTokenId: id } })
  if (!('accessToken' in revoked)) throw refusedBy(revoked)
  const { accessToken } = revoked
  if (json) io.json(accessToken, 2)
  for (const line of consequences(accessToken, tokens)) io.message(line)
  return EXIT.done
}

/**
 * Finds the valid token with this name; else any token with this id or name.
 * @throws CommandError when there is none. It lists the valid tokens.
 */
function tokenNamed(tokens: readonly AccessToken[], wanted: string): AccessToken {
  const now = Date.now()
  const living = tokens.filter((token) => stateOf(token, now) === 'valid')
  const found = living.find(({ name }) => name === wanted) ?? tokens.find(({ id, name }) => [id, name].includes(wanted))
  if (found) return found
  const names =
    living.length === 0 ? 'There are no valid tokens.' : `Valid tokens: ${living.map(({ name }) => name).join(', ')}.`
  throw new CommandError(EXIT.usage, `There is no token ${wanted}. ${names}`)
}

function consequences({ id, name }: AccessToken, tokens: readonly AccessToken[]): string[] {
  const now = Date.now()
  const admins = tokens.filter(
    (token) => token.id !== id && token.role === 'ADMIN' && token.name !== MACHINE && stateOf(token, now) === 'valid',
  )
  return [
    `The token ${name} is revoked. Its streams and console sessions end within two seconds.`,
    ...(name === MACHINE ? ['Browsers that signed in with a link are signed out. New links still work.'] : []),
    ...(name === CHOSEN
      ? [`Also remove ${CHOSEN} from the server’s environment, or the next start accepts it again.`]
      : []),
    ...(admins.length > 0
      ? []
      : ['No admin token remains. On this machine, coppice sign-in and coppice token create still work.']),
  ]
}
