import { requireServer } from '../client/require-server.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { accessTokensOf, stateOf } from './access-token.ts'
import { tokenTable } from './token-table.ts'

export async function listTokens(
  io: Io,
  { all = false, json = false }: { all?: boolean; json?: boolean },
): Promise<ExitCode> {
  const { url, api } = await requireServer()
  const now = Date.now()
  const known = (await accessTokensOf(api)).map((token) => ({ ...token, state: stateOf(token, now) }))
  const tokens = known.filter(({ state }) => all || state === 'valid')
  if (json) io.json({ url, tokens }, 2)
  else
    io.out(
      tokens.length === 0 ? 'There is no valid token. To create one: coppice token create NAME' : tokenTable(tokens),
    )
  return EXIT.done
}
