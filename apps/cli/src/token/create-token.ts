import { REFUSAL, type Refusal, refusedBy } from '../client/refused-by.ts'
import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { ACCESS_TOKEN, type AccessToken, type TokenRole } from './access-token.ts'
import { expiryOf } from './expiry-of.ts'
import { minuteOf } from './minute-of.ts'

interface Answer {
  createAccessToken: { __typename: 'CreateAccessTokenSuccess'; accessToken: AccessToken; token: string } | Refusal
}

const CREATE = `mutation CreateToken($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) {
    __typename ... on CreateAccessTokenSuccess { token accessToken { ${ACCESS_TOKEN} } } ${REFUSAL}
  }
}`

export async function createToken(
  io: Io,
  name: string,
  { role, expires, json = false }: { role: TokenRole; expires?: string; json?: boolean },
): Promise<ExitCode> {
  const expiresAt = expires === undefined ? null : expiryOf(expires, Date.now())
  const { api } = await requireServer()
  const input = { name, role: role.toUpperCase(), expiresAt }
  const { createAccessToken: made } = await api.request<Answer>(CREATE, { input })
  if (!('token' in made)) throw refusedBy(made)
  if (json) {
    io.json({ ...made.accessToken, token: made.token }, 2)
  } else {
    io.out(made.token)
    const until =
      made.accessToken.expiresAt === null ? 'never expires' : `expires ${minuteOf(made.accessToken.expiresAt)}`
    io.message(`The token ${made.accessToken.name} (${role}) ${until}. It is shown only this once: copy it now.`)
  }
  return EXIT.done
}
